package com.millyweb.hub.ingress;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Reads a body up to the source's limit. What all large bodies hold together is bounded, and so is
 * the time that a sender may take.
 */
@Component
final class ReadBody {
  private static final int SMALL = 1 << 16;
  private static final int KB = 1 << 10;

  /** GitHub gives up at 10 s, so nobody honest takes longer. */
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final Semaphore freeKilobytes;
  private final Clock clock;

  ReadBody(IngressProperties properties, Clock clock) {
    freeKilobytes = new Semaphore((int) Math.min(1 << 30, properties.bodyMemory().toKilobytes()));
    this.clock = clock;
  }

  /**
   * @return memory to be given back with {@link #release} when the body is no longer held
   * @throws Refused when the body is larger, does not fit now, or does not come to its end
   */
  Body read(DoorRequest request, int limit) {
    long length = request.length();
    if (length > limit) {
      throw Refused.tooLarge(limit);
    }
    Reading reading = new Reading(request, limit, (int) length);
    try {
      return reading.read();
    } catch (IOException e) {
      reading.release();
      throw Refused.malformed("body broke off");
    } catch (Refused e) {
      reading.release();
      throw e;
    }
  }

  void release(Body body) {
    freeKilobytes.release(body.kilobytes());
  }

  /**
   * @param kilobytes what was taken of the memory for large bodies
   */
  record Body(byte[] bytes, int kilobytes) {}

  private final class Reading {
    private final DoorRequest request;
    private final int limit;
    private final long deadline = clock.millis() + SLOWEST.toMillis();
    private byte[] buffer;
    private int kilobytes;

    Reading(DoorRequest request, int limit, int length) {
      this.request = request;
      this.limit = limit;
      // a declared length is only a promise: memory is given for what came
      buffer = new byte[Math.min(length < 0 ? 4 * KB : length + 1, SMALL)];
    }

    Body read() throws IOException {
      InputStream in = request.body();
      int size = 0;
      for (int read = in.read(buffer);
          read >= 0;
          read = in.read(buffer, size, buffer.length - size)) {
        size += read;
        if (size > limit) {
          throw Refused.tooLarge(limit);
        }
        if (size == buffer.length) {
          grow();
        }
        if (clock.millis() > deadline) {
          throw Refused.malformed("body came too slowly");
        }
      }
      return new Body(Arrays.copyOf(buffer, size), kilobytes);
    }

    private void grow() {
      int larger = (int) Math.min(2L * buffer.length, limit + 1L);
      if (larger > SMALL) {
        int more = larger / KB - kilobytes;
        if (!freeKilobytes.tryAcquire(more)) {
          throw Refused.busy("large bodies fill the memory they may hold");
        }
        kilobytes += more;
      }
      buffer = Arrays.copyOf(buffer, larger);
    }

    void release() {
      freeKilobytes.release(kilobytes);
    }
  }
}
