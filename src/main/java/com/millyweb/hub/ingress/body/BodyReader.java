package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.DoorRequest;
import com.millyweb.hub.ingress.IngressProperties;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.server.IncomingBody;
import com.millyweb.hub.server.SlowSenders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/**
 * Reads a body up to the source's limit. What all large bodies hold together is bounded, and so is
 * the time that a sender may take ({@link SlowSenders}).
 */
@Component
public final class BodyReader {
  private static final int SMALL = 1 << 16;
  private static final int KB = 1 << 10;

  private final BodyMemory memory;
  private final SlowSenders senders;

  BodyReader(IngressProperties properties, SlowSenders senders) {
    memory = new BodyMemory((int) Math.min(1 << 30, properties.bodyMemory().toKilobytes()));
    this.senders = senders;
  }

  /**
   * @return memory to be given back with {@link #release} when the body is no longer held
   * @throws Refused when the body is larger, does not fit now, or does not come to its end
   */
  public Body read(DoorRequest request, String source, int limit) {
    long length = request.length();
    if (length > limit) {
      throw Refused.tooLarge(limit);
    }
    // whoever is slow must not keep others from being worked on
    request.place().close();
    Reading reading = new Reading(source, limit, (int) length);
    boolean whole = false;
    try (IncomingBody in = request.body(senders, source)) {
      Body body = reading.read(in);
      request.place().take();
      whole = true;
      return body;
    } catch (IncomingBody.TooSlow e) {
      String why = String.valueOf(e.getMessage());
      throw e.isCrowded() ? Refused.busy(why) : Refused.tooSlow(why);
    } catch (IOException e) {
      throw Refused.malformed("body broke off");
    } finally {
      if (!whole) {
        reading.release();
      }
    }
  }

  void release(Body body) {
    memory.give(body.source(), body.kilobytes());
  }

  /**
   * @param kilobytes what was taken of the memory for large bodies
   */
  public record Body(String source, byte[] bytes, int kilobytes) {}

  private final class Reading {
    private final String source;
    private final int limit;
    private byte[] buffer;
    private int kilobytes;

    Reading(String source, int limit, int length) {
      this.source = source;
      this.limit = limit;
      // a declared length is only a promise: memory is given for what came
      buffer = new byte[Math.min(length < 0 ? 4 * KB : length + 1, SMALL)];
    }

    Body read(InputStream in) throws IOException {
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
      }
      return new Body(source, Arrays.copyOf(buffer, size), kilobytes);
    }

    private void grow() {
      int larger = (int) Math.min(2L * buffer.length, limit + 1L);
      if (larger > SMALL) {
        int more = larger / KB - kilobytes;
        if (!memory.take(source, more, limit / KB + 1)) {
          throw Refused.busy("large bodies fill the memory they may hold");
        }
        kilobytes += more;
      }
      buffer = Arrays.copyOf(buffer, larger);
    }

    void release() {
      memory.give(source, kilobytes);
    }
  }
}
