package com.millyweb.hub.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server over a real socket, whose paths answer as a test needs it. */
public final class PlayedHttp implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger torn = new AtomicInteger();

  private PlayedHttp(HttpServer server) {
    this.server = server;
  }

  public static PlayedHttp start() {
    var played = new PlayedHttp(FakeSocket.listen(0));
    played.server.setExecutor(played.workers);
    played.server.start();
    return played;
  }

  /** What was sent. */
  public record Request(String method, String path, String type, String eventId, byte[] body) {
    public String text(Charset charset) {
      return new String(body, charset);
    }
  }

  /** How a path answers. */
  @FunctionalInterface
  public interface Play {
    void answer(HttpExchange http) throws IOException, InterruptedException;
  }

  public PlayedHttp on(String path, Play play) {
    server.createContext(
        path,
        http -> {
          byte[] body = http.getRequestBody().readAllBytes();
          http.setStreams(new ByteArrayInputStream(body), null);
          requests.add(
              new Request(
                  http.getRequestMethod(),
                  http.getRequestURI().toString(),
                  String.valueOf(http.getRequestHeaders().getFirst("Content-Type")),
                  String.valueOf(http.getRequestHeaders().getFirst("ce-id")),
                  body));
          try (http) {
            play.answer(http);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException e) {
            torn.incrementAndGet();
          }
        });
    return this;
  }

  /** Answers the same to each request. */
  public PlayedHttp on(String path, int status, byte[] body, String... headers) {
    return on(path, http -> send(http, status, body, headers));
  }

  public static void send(HttpExchange http, int status, byte[] body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      http.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    http.getResponseBody().write(body);
  }

  /** Takes the request and answers nothing, until the server is closed. */
  public PlayedHttp hangOn(String path) {
    return on(path, http -> closed.await());
  }

  /** A block, and pauses between them, without end. */
  public PlayedHttp endlessOn(String path, int blockBytes, long pauseMs) {
    return on(
        path,
        http -> {
          http.sendResponseHeaders(200, 0);
          OutputStream out = http.getResponseBody();
          while (closed.getCount() > 0) {
            out.write(new byte[blockBytes]);
            out.flush();
            Thread.sleep(pauseMs);
          }
        });
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  public long count(String path) {
    return requests.stream().filter(request -> request.path().startsWith(path)).count();
  }

  /** Answers that the other side cut. */
  public int torn() {
    return torn.get();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
