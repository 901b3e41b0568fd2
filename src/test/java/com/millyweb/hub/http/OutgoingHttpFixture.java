package com.millyweb.hub.http;

import java.util.List;
import java.util.stream.Stream;

/** The outgoing client without the rest of the hub. */
public final class OutgoingHttpFixture {
  private OutgoingHttpFixture() {}

  public static OutgoingHttp allowing(String... rules) {
    return new OutgoingHttp(guard(rules));
  }

  static EgressGuard guard(String... rules) {
    return new EgressGuard(rules(rules), (address, port) -> port == 9080 ? "the hub's own" : null);
  }

  private static List<EgressRule> rules(String... rules) {
    return Stream.of(rules).map(EgressRule::of).toList();
  }
}
