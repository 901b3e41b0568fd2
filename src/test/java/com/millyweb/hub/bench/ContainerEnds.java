package com.millyweb.hub.bench;

import com.millyweb.hub.fake.FakeTelegram;
import com.millyweb.hub.service.docker.DockerDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From the end of a container to its notice at a chat, with the flows as they are shipped. Both
 * ends are read off the same clock: the engine's time of the end, and the moment at which the chat
 * has the message.
 */
record ContainerEnds(Path folder, Path jar, List<String> jvmOptions, Report report) {
  private static final int CONTAINERS = Integer.getInteger("bench.containers", 150);
  private static final int WARM_UP = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long BETWEEN_MILLIS = 200;

  void measure() throws Exception {
    report.section("From the end of a container to its notice");
    if (!DockerDaemon.isHere()) {
      report.row("skipped: there is no dockerd on this machine");
      return;
    }
    try (DockerDaemon engine = DockerDaemon.orSkip();
        FakeTelegram telegram = FakeTelegram.start()) {
      Path home = folder.resolve("docker-home");
      Map<String, String> settings =
          Map.of(
              "HUB_DOCKER_HOST",
              engine.host(),
              "HUB_NOTIFY_TELEGRAM_TOKEN",
              FakeTelegram.TOKEN,
              "HUB_NOTIFY_TELEGRAM_BASE_URL",
              telegram.url(),
              "HUB_NOTIFY_TELEGRAM_CHAT",
              "815",
              "HUB_NOTIFY_TELEGRAM_RATE",
              "100/s");
      try (PackagedHub hub =
          PackagedHub.start(jar, home, Path.of("routes").toAbsolutePath(), jvmOptions, settings)) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + CONTAINERS; i++) {
          double one = end(engine, telegram, "bench" + i);
          if (i >= WARM_UP) {
            millis.add(one);
          }
        }
        report.header("containers killed", "p50 ms", "p99 ms", "longest ms", "memory");
        Collections.sort(millis);
        report.row(
            "" + millis.size(),
            "%.0f".formatted(millis.get(millis.size() / 2)),
            "%.0f".formatted(millis.get(millis.size() * 99 / 100)),
            "%.0f".formatted(millis.get(millis.size() - 1)),
            hub.residentMib() + " MiB");
      }
    }
  }

  private static double end(DockerDaemon engine, FakeTelegram telegram, String name)
      throws InterruptedException {
    engine.start(name, "echo working; sleep 1000");
    Thread.sleep(BETWEEN_MILLIS);
    Instant deadline = Instant.now().plus(PATIENCE);
    var told = CompletableFuture.supplyAsync(() -> told(telegram, name, deadline));
    engine.docker("kill", name);
    String ended = engine.docker("inspect", "-f", "{{.State.FinishedAt}}", name);
    double millis = Duration.between(Instant.parse(ended), told.join()).toNanos() / 1e6;
    engine.docker("rm", name);
    return millis;
  }

  /** The first moment at which the chat has it, to a millisecond. */
  private static Instant told(FakeTelegram telegram, String name, Instant deadline) {
    Instant now = Instant.now();
    while (now.isBefore(deadline)) {
      if (telegram.messages().stream().anyMatch(message -> message.text().contains(name + " "))) {
        return now;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      now = Instant.now();
    }
    throw new IllegalStateException("No notice of %s within %s".formatted(name, PATIENCE));
  }
}
