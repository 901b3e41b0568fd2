package com.millyweb.hub.http;

import java.net.UnknownHostException;

/**
 * A request was not sent, because the address it would have reached is not public and not allowed.
 * It is an {@link UnknownHostException}, so that every HTTP client treats it as one that never
 * connected.
 */
public class EgressRefused extends UnknownHostException {
  private static final long serialVersionUID = 1;

  EgressRefused(String message) {
    super(message);
  }
}
