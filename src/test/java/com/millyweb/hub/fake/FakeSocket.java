package com.millyweb.hub.fake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Servers of tests that many connect to, and whose answers come in pieces. */
final class FakeSocket {
  private static final int WAITING = 1024;

  static {
    // each piece leaves at once, and hundreds of connections stay open between two questions
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
  }

  private FakeSocket() {}

  /**
   * @param port 0 for any that is free
   */
  static HttpServer listen(int port) {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING);
    } catch (IOException e) {
      throw new IllegalStateException("No fake server", e);
    }
  }
}
