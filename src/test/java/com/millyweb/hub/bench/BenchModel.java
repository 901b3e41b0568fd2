package com.millyweb.hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/**
 * Ollama with a model that calls a tool again and again, and then says that it is done. It measures
 * the time from the end of each of its answers to the next question of the same run.
 */
final class BenchModel implements AutoCloseable {
  static final String NAME = "bench:1b";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE =
      "{\"model\":\"bench:1b\",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"%s},\"done\":%s}\n";
  private static final String CALL =
      ",\"tool_calls\":[{\"id\":\"c%d\",\"function\":{\"index\":0,\"name\":\"%s\",\"arguments\":{\"what\":\"%d\"}}}]";

  private final HttpServer server;
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final Queue<Long> between = new ConcurrentLinkedQueue<>();
  private volatile Duration thinking = Duration.ZERO;
  private volatile String tool = "";
  private volatile int calls;

  BenchModel() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 2048);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Each run calls a tool so often from now on.
   *
   * @param thinking how long each answer takes
   */
  void play(String tool, int calls, Duration thinking) {
    this.tool = tool;
    this.calls = calls;
    this.thinking = thinking;
    answered.clear();
    between.clear();
  }

  /** Nanoseconds from an answer to the next question, the shortest first. */
  List<Long> between() {
    return between.stream().sorted().toList();
  }

  private void answer(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    try (http) {
      switch (http.getRequestURI().getPath()) {
        case "/api/chat" -> chat(http, JSON.readTree(body));
        case "/api/show" -> send(http, "{\"capabilities\":[\"completion\",\"tools\"]}");
        case "/api/tags", "/api/ps" ->
            send(http, "{\"models\":[{\"name\":\"bench:1b\",\"model\":\"bench:1b\",\"size\":1}]}");
        default -> send(http, "{\"version\":\"0.33.0\"}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void chat(HttpExchange http, JsonNode question) throws IOException, InterruptedException {
    long now = System.nanoTime();
    JsonNode messages = question.path("messages");
    String run = messages.path(1).path("content").asText();
    int turn = (messages.size() - 2) / 2;
    Long before = answered.remove(run);
    if (before != null) {
      between.add(now - before);
    }
    if (!thinking.isZero()) {
      Thread.sleep(thinking.toMillis());
    }
    String answer =
        (turn < calls
                ? LINE.formatted("I look.", CALL.formatted(turn, tool, turn), "false")
                : LINE.formatted("That is all.", "", "false"))
            + LINE.formatted(
                "",
                "",
                "true,\"done_reason\":\"stop\",\"prompt_eval_count\":100,\"eval_count\":10");
    if (turn < calls) {
      // before the last byte, so that the next question cannot be earlier
      answered.put(run, System.nanoTime());
    }
    http.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  private static void send(HttpExchange http, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(200, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
