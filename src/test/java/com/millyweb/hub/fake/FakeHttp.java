package com.millyweb.hub.fake;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A service over a real socket, whose answers can be played with. */
abstract class FakeHttp implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Request> requests = new ArrayList<>();
  private final Deque<Trick> tricks = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  FakeHttp() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("No fake service", e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Of the server's root, without a slash at the end. */
  public final String url() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  /** All requests, refused ones too. */
  public final synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The next request gets this answer, and nothing else happens. */
  public final void next(int status, String body, String... headers) {
    add(new Trick(new Answer(status, body, headers(headers)), false, false));
  }

  /** The next request is worked on after all. */
  public final void pass() {
    add(new Trick(null, true, false));
  }

  /** The next request is carried out, and the connection closed without an answer. */
  public final void silent() {
    add(new Trick(new Answer(0, "", Map.of()), true, false));
  }

  /** The next request gets no answer while this runs. */
  public final void stall() {
    add(new Trick(new Answer(0, "", Map.of()), false, true));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  /**
   * @param headers by name in any case
   */
  public record Request(String method, String path, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  record Answer(int status, String body, Map<String, String> headers) {}

  /** What the service does. */
  abstract Answer work(Request request) throws IOException;

  private record Trick(@Nullable Answer answer, boolean works, boolean stalls) {}

  private synchronized void add(Trick trick) {
    tricks.add(trick);
  }

  private void handle(HttpExchange http) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    Request request =
        new Request(
            http.getRequestMethod(),
            http.getRequestURI().toString(),
            headers,
            http.getRequestBody().readAllBytes());
    Trick trick;
    synchronized (this) {
      requests.add(request);
      trick = tricks.poll();
    }
    Answer answer = trick == null || trick.works() ? work(request) : null;
    if (trick != null && trick.answer() != null) {
      answer = trick.answer();
    }
    if (trick != null && trick.stalls()) {
      await();
    }
    if (answer != null && answer.status() > 0) {
      answer.headers().forEach(http.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      http.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      http.getResponseBody().write(body);
    }
    http.close();
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(String... pairs) {
    var headers = new TreeMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.put(pairs[i], pairs[i + 1]);
    }
    return headers;
  }
}
