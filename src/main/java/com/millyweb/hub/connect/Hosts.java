package com.millyweb.hub.connect;

import com.millyweb.hub.http.EgressCheck;

/** Which hosts connectors may reach: those that outgoing HTTP may. */
final class Hosts {
  private final EgressCheck egress;

  Hosts(EgressCheck egress) {
    this.egress = egress;
  }

  /**
   * A name is looked up when the connection is made, and judged again then.
   *
   * @throws IllegalArgumentException when the address is not allowed
   */
  void require(String host, int port) {
    String refusal = egress.refusal(host, port);
    if (refusal != null) {
      throw new IllegalArgumentException(
          "%s; add to the configuration: hub.egress.allow: %s:%d".formatted(refusal, host, port));
    }
  }
}
