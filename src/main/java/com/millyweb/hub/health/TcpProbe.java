package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Opens a connection and closes it. */
record TcpProbe(String system, URI url, Duration timeout) implements HealthProbe {
  @Override
  public Status probe() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(url.getHost(), url.getPort()), Math.toIntExact(timeout.toMillis()));
      return Status.up();
    }
  }
}
