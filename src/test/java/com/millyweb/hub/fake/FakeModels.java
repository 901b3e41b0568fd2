package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server of models over a real socket. Each question meets the next line of a script; one that
 * nobody scripted is refused and remembered.
 */
public abstract class FakeModels implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Line> script = new ArrayDeque<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<String> unscripted = new ArrayList<>();

  /** What the server does with a question. */
  @FunctionalInterface
  interface Line {
    void play(HttpExchange http, JsonNode question) throws IOException, InterruptedException;
  }

  FakeModels() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("No fake server", e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  final String origin() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  /** The questions, refused ones too. */
  public final synchronized List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  /** The newest question. */
  public final synchronized JsonNode question() {
    return asked.get(asked.size() - 1);
  }

  /** What the questions were authorised with. */
  public final synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  /** Requests that nobody scripted; empty when all is well. */
  public final synchronized List<String> unscripted() {
    return List.copyOf(unscripted);
  }

  /** Lines of the script that nobody came for. */
  public final synchronized int left() {
    return script.size();
  }

  final synchronized void next(Line line) {
    script.add(line);
  }

  /** The next question gets this answer and no other. */
  public final void answers(int status, String body, String... headers) {
    next((http, question) -> send(http, status, body, headers));
  }

  /** The connection of the next question is closed without an answer. */
  public final void hangsUp() {
    next(
        (http, question) -> {
          throw new IOException("hung up");
        });
  }

  final void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /** Where questions come in. */
  abstract String path();

  /** Requests besides questions; null for none that is known. */
  abstract @Nullable String look(String path);

  /** Why a question is none; null when it is one. */
  abstract @Nullable String fault(JsonNode question);

  private void handle(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    byte[] body = http.getRequestBody().readAllBytes();
    String look = look(path);
    if (look != null) {
      send(http, 200, look);
      http.close();
      return;
    }
    if (!path.equals(path())) {
      refuse(http, path);
      return;
    }
    JsonNode question = JSON.readTree(body);
    String fault = fault(question);
    Line line;
    synchronized (this) {
      asked.add(question);
      tokens.add(String.valueOf(http.getRequestHeaders().getFirst("Authorization")));
      line = fault == null ? script.poll() : null;
    }
    if (line == null) {
      refuse(http, fault == null ? question.toString() : fault);
      return;
    }
    try {
      line.play(http, question);
      http.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(HttpExchange http, String why) throws IOException {
    synchronized (this) {
      unscripted.add(why);
    }
    send(http, 500, "{\"error\":\"nobody scripted this\"}");
    http.close();
  }

  static void send(HttpExchange http, int status, String body, String... headers)
      throws IOException {
    http.getResponseHeaders().set("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      http.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
