package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoAnswerTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private static String asked(String url, Duration timeout) {
    return NoAnswer.because(
        catchThrowable(() -> new HttpProbe("nas", URI.create(url), timeout, null).probe()));
  }

  @Test
  void reasons_are_words() throws Exception {
    Duration patience = Duration.ofSeconds(20);
    assertThat(asked("http://127.0.0.1:1/", patience)).isEqualTo("The connection was refused");
    assertThat(asked("http://no-such-host.invalid/", patience))
        .isEqualTo("There is no host of that name");
    assertThat(
            NoAnswer.because(
                catchThrowable(
                    () ->
                        new TcpProbe("nas", URI.create("tcp://no-such-host.invalid:1"), patience)
                            .probe())))
        .isEqualTo("There is no host of that name");
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(asked("http://127.0.0.1:%d/".formatted(silent.getLocalPort()), SHORT))
          .isEqualTo("No answer in time");
    }
    assertThat(NoAnswer.because(new IllegalStateException("odd")))
        .isEqualTo("IllegalStateException: odd");
    assertThat(NoAnswer.because(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
