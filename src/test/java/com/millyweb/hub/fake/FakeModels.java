package com.millyweb.hub.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server of models over a real socket. Each question meets the next line of a script, and after
 * its end a function of the question; one that nobody scripted is refused and remembered.
 */
public abstract class FakeModels implements AutoCloseable {
  /** Numbers stay as they are written. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** How often it is looked whether the server was closed. */
  private static final Duration POLL = Duration.ofMillis(20);

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Line> script = new ArrayDeque<>();
  private final List<JsonNode> asked = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<String> unscripted = new ArrayList<>();
  private final AtomicInteger cut = new AtomicInteger();
  private Function<JsonNode, @Nullable Said> answers = question -> null;

  /** What the server does with a question. */
  @FunctionalInterface
  interface Line {
    void play(HttpExchange http, JsonNode question) throws IOException, InterruptedException;
  }

  FakeModels() {
    server = FakeSocket.listen(0);
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

  /** Answers without an end that nobody reads any more. */
  public final int cutOff() {
    return cut.get();
  }

  /**
   * Forgets the script and what was asked, for the next test.
   *
   * @throws AssertionError when a line is left, or a request was not scripted
   */
  public final synchronized void finish() {
    List<String> wrong = new ArrayList<>(unscripted);
    if (!script.isEmpty()) {
      wrong.add("%d lines of the script are left".formatted(script.size()));
    }
    script.clear();
    asked.clear();
    tokens.clear();
    unscripted.clear();
    answers = question -> null;
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("; ", wrong));
    }
  }

  final synchronized void next(Line line) {
    script.add(line);
  }

  /** The next questions are answered so, one each. */
  public final void says(Said... answers) {
    for (Said said : answers) {
      next((http, question) -> say(http, question, said));
    }
  }

  /**
   * Questions beyond the script are answered by a function of themselves, many at once.
   *
   * @param answers null for a question that is not expected
   */
  public final synchronized void answering(Function<JsonNode, @Nullable Said> answers) {
    this.answers = answers;
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
  abstract @Nullable Line look(String path);

  /** Why a question is none; null when it is one. */
  abstract @Nullable String fault(JsonNode question);

  /** Answers as the server would. */
  abstract void say(HttpExchange http, JsonNode question, Said said)
      throws IOException, InterruptedException;

  /** Writes a line until nobody reads on. */
  final void endlessly(OutputStream out, String line) throws IOException, InterruptedException {
    try {
      while (!closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        write(out, line);
      }
    } catch (IOException e) {
      cut.incrementAndGet();
      throw e;
    }
  }

  /** What every answer of the server may have. */
  final void common(OutputStream out, Said.Step step) throws IOException, InterruptedException {
    if (step instanceof Said.Step.Pause pause) {
      closed.await(pause.time().toNanos(), TimeUnit.NANOSECONDS);
    } else if (step instanceof Said.Step.Until until) {
      while (closed.getCount() > 0
          && !until.latch().await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        // closed meanwhile, perhaps
      }
    } else if (step instanceof Said.Step.Raw raw) {
      write(out, raw.piece());
    } else if (step instanceof Said.Step.Cut) {
      throw new IOException("cut");
    } else {
      throw new IllegalStateException("Nobody plays " + step);
    }
  }

  /** Whether the answer is none. */
  static boolean isRefused(HttpExchange http, Said said) throws IOException {
    if (!said.steps().isEmpty() && said.steps().get(0) instanceof Said.Step.Refusal refusal) {
      refusal.headers().forEach(http.getResponseHeaders()::set);
      send(http, refusal.status(), refusal.body());
      return true;
    }
    return false;
  }

  private void handle(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    JsonNode question = json(http.getRequestBody().readAllBytes());
    try {
      if (path.equals(path())) {
        answer(http, question);
      } else {
        Line look = look(path);
        if (look == null) {
          refuse(http, path);
        } else {
          look.play(http, question);
        }
      }
      http.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      synchronized (this) {
        unscripted.add("the fake failed: " + e);
      }
      throw e;
    }
  }

  private void answer(HttpExchange http, JsonNode question)
      throws IOException, InterruptedException {
    String fault = fault(question);
    Line line;
    Function<JsonNode, @Nullable Said> function;
    synchronized (this) {
      asked.add(question);
      tokens.add(String.valueOf(http.getRequestHeaders().getFirst("Authorization")));
      line = fault == null ? script.poll() : null;
      function = answers;
    }
    if (line != null) {
      line.play(http, question);
      return;
    }
    Said said = fault == null ? function.apply(question) : null;
    if (said == null) {
      refuse(http, fault == null ? question.toString() : fault);
    } else {
      say(http, question, said);
    }
  }

  private static JsonNode json(byte[] body) throws IOException {
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("unreadable", e.getMessage());
    }
  }

  private void refuse(HttpExchange http, String why) throws IOException {
    synchronized (this) {
      unscripted.add(why);
    }
    send(http, 500, "{\"error\":\"nobody scripted this\"}");
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

  static void write(OutputStream out, String piece) throws IOException {
    out.write(piece.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Words of a question, which stand for its tokens. */
  static int words(JsonNode question) {
    int words = 0;
    for (JsonNode message : question.path("messages")) {
      words += message.path("content").asText("").split("\\s+").length;
    }
    return words;
  }

  /** Arguments as a value; a text where they are no JSON. */
  static JsonNode value(String arguments) {
    try {
      return JSON.readTree(arguments);
    } catch (JsonProcessingException e) {
      ObjectNode holder = JSON.createObjectNode().put("text", arguments);
      return holder.path("text");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
