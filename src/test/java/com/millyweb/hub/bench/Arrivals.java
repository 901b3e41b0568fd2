package com.millyweb.hub.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Takes what flows send, and remembers when each key first came. */
final class Arrivals implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Long> arrivals = new ConcurrentHashMap<>();

  Arrivals() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1024);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext(
        "/",
        exchange -> {
          String key = exchange.getRequestHeaders().getFirst("ce-key");
          if (key != null) {
            arrivals.putIfAbsent(key, System.nanoTime());
          }
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Map<String, Long> arrivals() {
    return arrivals;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
