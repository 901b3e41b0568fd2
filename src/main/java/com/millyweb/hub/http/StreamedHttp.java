package com.millyweb.hub.http;

import com.millyweb.hub.config.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server that takes its time, and reads its answer while it comes. The address is the
 * operator's own, so private ones are fine. It follows no redirect and repeats nothing by itself.
 * Its client is made for the first question.
 */
public final class StreamedHttp {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private @Nullable HttpClient client;

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    }
    return client;
  }

  /**
   * How long an answer may take and how large it may be.
   *
   * @param whole from the request to the last byte
   * @param idle between two pieces of the answer, once it has begun
   * @param bytes of the answer
   */
  public record Limits(Duration whole, Duration idle, long bytes) {}

  /**
   * Sends a request and waits for the beginning of its answer; every status is one.
   *
   * @param json the body; null for a GET
   * @throws IOException when no answer begins in time
   */
  public StreamedAnswer send(
      URI url, Map<String, String> headers, byte @Nullable [] json, Limits limits)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).header("User-Agent", "Hub");
    headers.forEach(request::header);
    if (json != null) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(json));
    }
    long until = System.nanoTime() + limits.whole().toNanos();
    CompletableFuture<HttpResponse<ArrivingBody>> asked =
        client().sendAsync(request.build(), head -> new ArrivingBody());
    boolean taken = false;
    try {
      HttpResponse<ArrivingBody> head = asked.get(limits.whole().toNanos(), TimeUnit.NANOSECONDS);
      taken = true;
      return new StreamedAnswer(head, limits, until);
    } catch (TimeoutException e) {
      throw new InterruptedIOException("no answer began within " + Durations.text(limits.whole()));
    } catch (ExecutionException e) {
      throw reason(e.getCause());
    } finally {
      // ends the request where nobody waits for it any more, also when its answer begins just now
      if (!taken) {
        asked.cancel(true);
        asked.thenAccept(head -> head.body().leave());
      }
    }
  }

  /** The client's own messages are often empty. */
  private static IOException reason(@Nullable Throwable cause) {
    String message =
        cause == null || cause.getMessage() == null
            ? cause instanceof ConnectException ? "it cannot be reached" : "the connection broke"
            : cause.getMessage();
    return new IOException(message, cause);
  }
}
