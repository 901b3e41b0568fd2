package com.millyweb.hub.service.bell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.PlayedHttp;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** What it takes to add a medium that only tells: one class, and a route file. */
class BellTest {
  private static final Path ROUTES = Path.of("src/test/resources/service/bell/routes");

  @Test
  void notice_of_ops_rings_once_although_the_first_try_fails() {
    var tries = new AtomicInteger();
    try (PlayedHttp tower =
            PlayedHttp.start()
                .on(
                    "/ring",
                    http ->
                        PlayedHttp.send(
                            http, tries.incrementAndGet() == 1 ? 503 : 204, new byte[0]));
        HubFixture hub =
            HubFixture.startWithBeansOfTests(ROUTES, Map.of("hub.notify.bell.url", tower.url()))) {
      hub.bean(CamelContext.class)
          .createProducerTemplate()
          .sendBody("notify:ops", "The *house* is on fire");
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(tower.requests()).hasSize(2));
      assertThat(tower.requests())
          .allSatisfy(
              request -> assertThat(request.text(UTF_8)).contains("The *house* is on fire"));
    }
  }
}
