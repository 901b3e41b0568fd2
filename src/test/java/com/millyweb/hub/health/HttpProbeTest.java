package com.millyweb.hub.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.health.probe.HealthProbe;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system that is asked by HTTP cannot hold the one who asks. */
class HttpProbeTest {

  @Test
  @Timeout(30)
  void system_that_never_stops_answering_is_up_and_one_that_hangs_times_out() throws Exception {
    try (PlayedHttp server = PlayedHttp.start().endlessOn("/endless", 1, 20).hangOn("/hang")) {
      assertThat(probe(server, "/endless").probe()).isEqualTo(HealthProbe.Status.up());
      assertThatThrownBy(() -> probe(server, "/hang").probe())
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  private static HttpProbe probe(PlayedHttp server, String path) {
    return new HttpProbe("it", URI.create(server.url() + path), Duration.ofSeconds(2), null);
  }
}
