package com.millyweb.hub.http;

import java.util.Set;

/** The HTTP statuses after which the same request may succeed later. */
public final class PassingStatus {
  /** Request Timeout, Conflict, Too Early, Too Many Requests. */
  private static final Set<Integer> OF_THE_CLIENT = Set.of(408, 409, 425, 429);

  private PassingStatus() {}

  public static boolean is(int status) {
    return status >= 500 || OF_THE_CLIENT.contains(status);
  }
}
