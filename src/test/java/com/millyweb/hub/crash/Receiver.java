package com.millyweb.hub.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What flows send to. It keeps what it took, and now and then takes nothing and answers 500. */
final class Receiver implements AutoCloseable {
  private static final int REFUSES_EVERY = 97;

  static {
    // else each answer waits 40 ms for the acknowledgement of its head
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  /**
   * @param flow the flow that sent it
   * @param event the id of the event, which is the key that makes repetitions harmless
   */
  record Received(String flow, UUID event, String client, int seq) {}

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** In the order of their arrival. */
  List<Received> received(String flow) {
    return received.stream().filter(one -> one.flow().equals(flow)).toList();
  }

  /** How often a flow sent what it had sent before. */
  long repetitions() {
    return received.size()
        - received.stream().map(one -> one.flow() + one.event()).distinct().count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (requests.incrementAndGet() % REFUSES_EVERY == 0) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      received.add(
          new Received(
              exchange.getRequestURI().getPath().substring(1),
              UUID.fromString(exchange.getRequestHeaders().getFirst("ce-id")),
              exchange.getRequestHeaders().getFirst("ce-subject"),
              Integer.parseInt(body.substring("event ".length()))));
      exchange.sendResponseHeaders(204, -1);
    }
  }
}
