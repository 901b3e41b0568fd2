package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * Asks a Postgres server whether it speaks TLS, which it answers to everybody with one letter
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL). So it needs no
 * password; one that starts, or has no connection left, answers as well.
 */
record PostgresProbe(String system, URI url, Duration timeout) implements HealthProbe {
  private static final byte[] TLS_ASKED = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

  @Override
  public Status probe() throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(TLS_ASKED);
      int answer = socket.getInputStream().read();
      return answer == 'S' || answer == 'N'
          ? Status.up()
          : Status.down(
              answer < 0
                  ? "the connection was closed without an answer"
                  : "what answers does not speak as Postgres does");
    }
  }
}
