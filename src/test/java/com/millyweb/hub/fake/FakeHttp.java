package com.millyweb.hub.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service over a real socket. It keeps what it was asked, and answers as it would, unless a test
 * wrote it a script: then the next request meets the next trick.
 */
public abstract class FakeHttp implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Request> received = new ArrayList<>();
  private final Deque<Trick> tricks = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  protected FakeHttp() {
    this(0);
  }

  /**
   * @param port 0 for any that is free
   */
  protected FakeHttp(int port) {
    server = FakeSocket.listen(port);
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Of the server's root, without a slash at the end. */
  public final String origin() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  /** What the hub is configured with. */
  public String url() {
    return origin();
  }

  /** All requests, refused ones too. */
  public final synchronized List<Request> received() {
    return List.copyOf(received);
  }

  /** The next requests meet these, one each. */
  public final synchronized void next(Trick... more) {
    tricks.addAll(List.of(more));
  }

  /** The next request gets this answer, and nothing else happens. */
  public final void next(int status, String body, String... headers) {
    next(Trick.answer(status, body, headers));
  }

  /** The next request is worked on after all. */
  public final void pass() {
    next(Trick.pass());
  }

  /** The next request is carried out, and the connection closed without an answer. */
  public final void silent() {
    next(Trick.silent());
  }

  /** The next request gets no answer while this runs. */
  public final void stall() {
    next(Trick.stall());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  /**
   * @param path with the query
   * @param headers by name in any case
   */
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The path alone, decoded. */
    String route() {
      return URI.create(path).getPath();
    }

    String query() {
      return String.valueOf(URI.create(path).getQuery());
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * @param status 0 to close the connection without an answer
   */
  public record Answer(int status, String body, Map<String, String> headers) {
    private static final Answer NONE = new Answer(0, "", Map.of());

    public static Answer json(int status, String json) {
      return new Answer(status, json, Map.of("Content-Type", "application/json; charset=utf-8"));
    }
  }

  /** What the service does instead of its work, or beside it. */
  public static class Trick {
    private static final Duration WITHOUT_END = Duration.ofDays(1);

    private final @Nullable Answer answer;
    private final boolean works;
    private final Duration wait;

    Trick(@Nullable Answer answer, boolean works, Duration wait) {
      this.answer = answer;
      this.works = works;
      this.wait = wait;
    }

    /** Nothing but its work. */
    public static Trick pass() {
      return new Trick(null, true, Duration.ZERO);
    }

    public static Trick answer(int status, String body, String... headers) {
      var pairs = new TreeMap<String, String>();
      for (int i = 0; i < headers.length; i += 2) {
        pairs.put(headers[i], headers[i + 1]);
      }
      return new Trick(new Answer(status, body, pairs), false, Duration.ZERO);
    }

    /** Works, and answers with this. */
    public static Trick saying(String body) {
      return new Trick(new Answer(200, body, Map.of()), true, Duration.ZERO);
    }

    /** Works, and answers late. */
    public static Trick slow(Duration wait) {
      return new Trick(null, true, wait);
    }

    /** Does the work, then closes without an answer. */
    public static Trick silent() {
      return new Trick(Answer.NONE, true, Duration.ZERO);
    }

    /** Closes without the work and without an answer. */
    public static Trick hangUp() {
      return new Trick(Answer.NONE, false, Duration.ZERO);
    }

    /** Neither works nor answers, and keeps the connection. */
    public static Trick stall() {
      return new Trick(Answer.NONE, false, WITHOUT_END);
    }
  }

  /** What the service does. */
  protected abstract Answer work(Request request) throws IOException, InterruptedException;

  /** The trick that a request meets; null for none. */
  protected synchronized @Nullable Trick trick(Request request) throws IOException {
    return tricks.poll();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      Answer answer = answer(read(http));
      if (answer.status() > 0) {
        answer.headers().forEach(http.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        http.getResponseBody().write(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Request request) throws IOException, InterruptedException {
    synchronized (this) {
      received.add(request);
    }
    Trick trick = trick(request);
    if (trick == null) {
      return work(request);
    }
    closed.await(trick.wait.toMillis(), TimeUnit.MILLISECONDS);
    Answer real = trick.works ? work(request) : Answer.NONE;
    return trick.answer == null ? real : trick.answer;
  }

  private static Request read(HttpExchange http) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Request(
        http.getRequestMethod(),
        http.getRequestURI().toString(),
        headers,
        http.getRequestBody().readAllBytes());
  }
}
