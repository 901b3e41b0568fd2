package com.millyweb.hub.http;

import com.millyweb.hub.config.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that is read while it comes. */
public final class StreamedAnswer implements AutoCloseable {
  private final HttpResponse<ArrivingBody> head;
  private final StreamedHttp.Limits limits;
  private final long until;
  private byte[] piece = new byte[0];
  private int at;
  private long read;

  StreamedAnswer(HttpResponse<ArrivingBody> head, StreamedHttp.Limits limits, long until) {
    this.head = head;
    this.limits = limits;
    this.until = until;
  }

  public int status() {
    return head.statusCode();
  }

  /** Null where there is none. */
  public @Nullable String header(String name) {
    return head.headers().firstValue(name).orElse(null);
  }

  /**
   * The next line, without its end; null when there is no more.
   *
   * @throws AnswerTooLarge when there is more than may be read
   * @throws IOException when it stalls or breaks off
   */
  public @Nullable String line() throws IOException, InterruptedException {
    var line = new ByteArrayOutputStream();
    while (more()) {
      while (at < piece.length) {
        byte next = piece[at++];
        if (next == '\n') {
          return text(line);
        }
        line.write(next);
      }
    }
    return line.size() == 0 ? null : text(line);
  }

  /**
   * All that is left.
   *
   * @throws AnswerTooLarge when there is more than may be read
   * @throws IOException when it stalls or breaks off
   */
  public String rest() throws IOException, InterruptedException {
    var rest = new ByteArrayOutputStream();
    while (more()) {
      rest.write(piece, at, piece.length - at);
      at = piece.length;
    }
    return text(rest);
  }

  /** Whether there is a byte to read. */
  private boolean more() throws IOException, InterruptedException {
    while (at == piece.length) {
      byte[] next = next();
      if (next == null) {
        return false;
      }
      read += next.length;
      if (read > limits.bytes()) {
        throw new AnswerTooLarge("The answer is longer than %d bytes".formatted(limits.bytes()));
      }
      piece = next;
      at = 0;
    }
    return true;
  }

  private byte @Nullable [] next() throws IOException, InterruptedException {
    Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    boolean last = left.compareTo(limits.idle()) < 0;
    try {
      return head.body().next(last ? left : limits.idle());
    } catch (InterruptedIOException e) {
      throw new InterruptedIOException(
          last
              ? "the answer did not end within " + Durations.text(limits.whole())
              : "the answer stalled for " + Durations.text(limits.idle()));
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    head.body().leave();
  }
}
