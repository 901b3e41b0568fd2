package com.millyweb.hub.fake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Servers of tests that many connect to, and whose answers come in pieces. */
public final class FakeSocket {
  private static final int WAITING = 1024;

  static {
    sendsAtOnce();
  }

  private FakeSocket() {}

  /**
   * Each piece of an answer leaves at once, and hundreds of connections stay open between two
   * questions. The JDK reads this when the first server of a JVM is made, so that whoever makes one
   * before this class is used must call it.
   */
  public static void sendsAtOnce() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
  }

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
