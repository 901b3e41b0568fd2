package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks Redis or Valkey with a PING. One that wants a password first says so, and is up
 * (https://redis.io/docs/latest/commands/ping/).
 */
record RedisProbe(String system, URI url, Duration timeout) implements HealthProbe {
  private static final int LONGEST = 200;

  @Override
  public Status probe() throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), millis);
      long end = System.nanoTime() + timeout.toNanos();
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      int next = read(socket, end);
      while (next >= 0 && next != '\n' && answer.length() < LONGEST) {
        answer.append((char) next);
        next = read(socket, end);
      }
      String line = answer.toString().strip();
      boolean well = line.equals("+PONG") || line.startsWith("-NOAUTH");
      return well ? Status.up() : Status.down("PING was answered with '%s'".formatted(line));
    }
  }

  /** One that sends a byte now and then gets no more time than one that sends nothing. */
  private static int read(Socket socket, long end) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("PING was not answered in time");
    }
    socket.setSoTimeout(Math.toIntExact(left));
    return socket.getInputStream().read();
  }
}
