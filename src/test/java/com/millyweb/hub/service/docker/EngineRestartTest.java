package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fake.FakeHttp;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An engine whose clock can be held, for what happens within one second of it. */
class EngineRestartTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir static Path routes;

  @Test
  void container_that_ends_in_the_second_in_which_the_engine_starts_is_told_once() {
    try (var engine = new FakeEngine();
        var hub =
            HubFixture.start(
                routes, Map.of("hub.docker.host", engine.origin().replace("http:", "tcp:")))) {
      await().atMost(LONG).until(engine::isFollowed);
      engine.restart();
      await().atMost(LONG).until(() -> deaths(hub).size() == 1);
      await().atMost(LONG).until(engine::isFollowed);
      assertThat(deaths(hub)).containsExactly("web");

      // an engine with much to do sends it after all, when the end has been found in its list
      engine.sayLate();
      await().atMost(LONG).until(() -> engine.said() > 2);
      assertThat(deaths(hub)).containsExactly("web");
    }
  }

  private static List<String> deaths(HubFixture hub) {
    return hub.bean(JdbcClient.class)
        .sql("select subject from event where type = 'docker.container.die'")
        .query(String.class)
        .list();
  }

  /** It says no events; a restart finds its one container ended, and its clock stays there. */
  private static final class FakeEngine extends FakeHttp {
    private boolean followed;
    private boolean late;
    private int said;
    private @Nullable Instant end;
    private CountDownLatch cut = new CountDownLatch(1);

    synchronized void restart() {
      end = Instant.now();
      followed = false;
      cut.countDown();
      cut = new CountDownLatch(1);
    }

    /** The end of its container, and with that its stream ends. */
    synchronized void sayLate() {
      late = true;
      cut.countDown();
    }

    synchronized int said() {
      return said;
    }

    synchronized boolean isFollowed() {
      return followed;
    }

    @Override
    protected Answer work(Request request) throws InterruptedException {
      String path = request.path();
      if (path.startsWith("/events")) {
        return events(path.contains("until="));
      }
      synchronized (this) {
        return path.startsWith("/info") ? info() : containers(path);
      }
    }

    private Answer info() {
      Instant now = end == null ? Instant.now() : end;
      return Answer.json(200, "{\"ID\": \"one\", \"SystemTime\": \"%s\"}".formatted(now));
    }

    private Answer containers(String path) {
      if (end == null) {
        return Answer.json(200, "[]");
      }
      if (path.startsWith("/containers/json")) {
        return Answer.json(200, "[{\"Id\": \"c1\", \"Names\": [\"/web\"]}]");
      }
      return path.startsWith("/containers/c1/json")
          ? Answer.json(
              200,
              """
              {"Id": "c1", "Name": "/web", "Config": {"Image": "web", "Labels": {}},
               "State": {"Status": "exited", "Running": false, "ExitCode": 255, "FinishedAt": "%s"}}
              """
                  .formatted(Objects.requireNonNull(end)))
          : Answer.json(404, "{\"message\": \"not here\"}");
    }

    private Answer events(boolean past) throws InterruptedException {
      CountDownLatch open;
      synchronized (this) {
        open = cut;
        followed |= !past;
      }
      if (!past) {
        open.await();
      }
      return Answer.json(200, past ? "" : lateEnd());
    }

    private synchronized String lateEnd() {
      if (!late) {
        return "";
      }
      said++;
      Instant at = Objects.requireNonNull(end).plusSeconds(9);
      return """
      {"Type": "container", "Action": "die", "time": %d, "timeNano": %d,
       "Actor": {"ID": "c1", "Attributes": {"name": "web", "exitCode": "255"}}}
      """
          .formatted(
              at.getEpochSecond(), TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
    }
  }
}
