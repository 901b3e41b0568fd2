package com.millyweb.hub.server;

import com.millyweb.hub.http.AddressBlock;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read as it comes, within a time. Tomcat's own stream blocks until there is a byte,
 * as often as its sender likes; this one looks whether there are bytes before it reads.
 */
public final class IncomingBody extends InputStream {
  static final String ATTRIBUTE = IncomingBody.class.getName();

  /** GitHub gives up at 10 s, so nobody honest takes longer. */
  private static final long SLOWEST_MILLIS = Duration.ofSeconds(30).toMillis();

  /** What a large body must bring in each of its windows; it holds memory while it comes. */
  private static final int LARGE = 1 << 16;

  private static final long WINDOW_MILLIS = 2_000;
  private static final int LEAST_IN_WINDOW = 32 << 10;

  private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final ServletInputStream in;
  private final @Nullable Request request;
  private final String address;
  private final String door;
  private final SlowSenders senders;
  private final Clock clock;
  private final long start;
  private long windowStart;
  private long windowBytes;
  private boolean waited;
  private final boolean chunked;
  private boolean begun;
  private volatile long received;
  private volatile boolean cut;

  IncomingBody(HttpServletRequest request, String door, SlowSenders senders, Clock clock)
      throws IOException {
    this.in = request.getInputStream();
    this.request = request.getAttribute(ATTRIBUTE) instanceof Request coyote ? coyote : null;
    this.chunked = this.request != null && request.getContentLengthLong() < 0;
    this.address = AddressBlock.subscriber(request.getRemoteAddr());
    this.door = door;
    this.senders = senders;
    this.clock = clock;
    start = clock.millis();
    windowStart = start;
  }

  /** The body did not come as fast as it must, or others had to have its place. */
  public static final class TooSlow extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean crowded;

    TooSlow(String message, boolean crowded) {
      super(message);
      this.crowded = crowded;
    }

    /** Whether it would have been waited for at a quieter time. */
    public boolean isCrowded() {
      return crowded;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws TooSlow when the sender takes longer than it may
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (chunked && !begun) {
      if (!senders.beginChunked()) {
        throw new TooSlow("as many bodies of unknown length as are read at a time", true);
      }
      begun = true;
    }
    await();
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      received += read;
      windowBytes += read;
      requirePace(clock.millis());
    }
    return read;
  }

  @Override
  public void close() {
    if (begun) {
      begun = false;
      senders.endChunked();
    }
    if (waited) {
      senders.remove(this);
    }
  }

  String address() {
    return address;
  }

  String door() {
    return door;
  }

  /** Bytes a millisecond; whoever has just begun is not slow. */
  double pace(long now) {
    return (received + 4_096.0) / (Math.max(0, now - start) + 1);
  }

  void cut() {
    cut = true;
  }

  static boolean hasMore(Request request) {
    request.action(ActionCode.AVAILABLE, Boolean.TRUE);
    return request.getAvailable() > 0;
  }

  private boolean isThere() throws IOException {
    return in.available() > 0 || in.isFinished() || hasMore(request);
  }

  private void await() throws IOException {
    if (request == null || isThere()) {
      return;
    }
    if (!waited) {
      waited = true;
      senders.add(this);
    }
    long pause = FIRST_PAUSE;
    do {
      requirePace(clock.millis());
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      if (Thread.currentThread().isInterrupted()) {
        throw new TooSlow("the hub stops", true);
      }
    } while (!isThere());
  }

  private void requirePace(long now) throws TooSlow {
    if (cut) {
      throw new TooSlow("body came slower than those of others that wait", true);
    }
    if (now - start > SLOWEST_MILLIS) {
      throw new TooSlow("body came too slowly", false);
    }
    if (now - windowStart > WINDOW_MILLIS) {
      if (received > LARGE && windowBytes < LEAST_IN_WINDOW) {
        throw new TooSlow("body came too slowly for its size", false);
      }
      windowStart = now;
      windowBytes = 0;
    }
  }

  /** Takes bytes and forgets them. */
  static final class Nothing implements ApplicationBufferHandler {
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {}
  }
}
