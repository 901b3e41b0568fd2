package com.millyweb.hub.ingress.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fixture.SettableClock;
import com.millyweb.hub.ingress.DoorPlaces;
import com.millyweb.hub.ingress.DoorRequest;
import com.millyweb.hub.ingress.IngressProperties;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.server.SlowSenders;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BodyReaderTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final IngressProperties properties =
      new IngressProperties(Map.of(), Map.of(), Duration.ofSeconds(5), 1, DataSize.ofMegabytes(1));
  private final BodyReader readBody = new BodyReader(properties, new SlowSenders(clock));

  @Test
  void small_body_that_drips_does_not_hold_its_place_for_ever() {
    DoorRequest request = dripping("x".repeat(500), Duration.ofSeconds(9));
    assertThatThrownBy(() -> readBody.read(request, "shop", 1000))
        .isInstanceOf(Refused.class)
        .hasMessage("body came too slowly");
  }

  @Test
  void body_that_comes_in_pieces_is_read_to_its_end() {
    BodyReader.Body body = readBody.read(dripping("pieces", Duration.ofSeconds(2)), "shop", 1000);
    assertThat(new String(body.bytes(), StandardCharsets.US_ASCII)).isEqualTo("pieces");
  }

  /** A byte at a time, with a pause before each. */
  private DoorRequest dripping(String body, Duration pause) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    ServletInputStream in = new Drip(bytes, pause);
    return new DoorRequest(
        (HttpServletRequest)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getContentLengthLong" -> (long) bytes.length;
                      case "getInputStream" -> in;
                      case "getRemoteAddr" -> "192.0.2.1";
                      case "getAttribute" -> null;
                      default -> throw new UnsupportedOperationException(method.getName());
                    }),
        new DoorPlaces(properties).place());
  }

  private final class Drip extends ServletInputStream {
    private final byte[] bytes;
    private final Duration pause;
    private int at;

    Drip(byte[] bytes, Duration pause) {
      this.bytes = bytes;
      this.pause = pause;
    }

    @Override
    public int read() {
      clock.now = clock.now.plus(pause);
      return at < bytes.length ? bytes[at++] : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int next = read();
      if (next < 0) {
        return -1;
      }
      buffer[offset] = (byte) next;
      return 1;
    }

    @Override
    public boolean isFinished() {
      return at == bytes.length;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
