package com.millyweb.hub.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where runs do something outside of the hub: PUT does the same once for each Idempotency-Key, POST
 * does it once more each time. A request can be held after it was done and before it is answered.
 */
final class Deeds implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  Deeds() {
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

  /** The next request of a run is not answered before it is released. */
  void hold(String method, String run) {
    holds.put(method + " " + run, new CountDownLatch(1));
  }

  boolean isHeld(String method, String run) {
    return held.containsKey(method + " " + run);
  }

  /** Answers what was held, and holds nothing more. */
  void release() {
    held.values().forEach(CountDownLatch::countDown);
    holds.clear();
  }

  /** How often POST was done for a run. */
  int posts(String run) {
    return count("POST " + run);
  }

  /** How often PUT came for a run. */
  int puts(String run) {
    return count("PUT " + run);
  }

  /** How often PUT changed something for a run: once for each key. */
  long effects(String run) {
    return keys.stream().filter(key -> key.startsWith(run)).count();
  }

  private int count(String what) {
    AtomicInteger count = requests.get(what);
    return count == null ? 0 : count.get();
  }

  private void take(HttpExchange http) throws IOException {
    try (http) {
      String run = new String(http.getRequestBody().readAllBytes());
      String what = http.getRequestMethod() + " " + run;
      if (http.getRequestMethod().equals("PUT")) {
        keys.add(run + " " + http.getRequestHeaders().getFirst("Idempotency-Key"));
      }
      requests.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
      CountDownLatch hold = holds.remove(what);
      if (hold != null) {
        held.put(what, hold);
        hold.await();
      }
      http.sendResponseHeaders(204, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
