package com.millyweb.hub.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The disk of the database is full for a while. */
class DiskFullTest {
  private static final Logger log = LoggerFactory.getLogger(DiskFullTest.class);
  private static final String SIZE = "400m";

  /** For a machine that has much else to do. */
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  @Test
  void full_disk_refuses_events_and_loses_none() throws IOException {
    Path disk = Path.of("target", "crash", "small-disk").toAbsolutePath();
    Files.createDirectories(disk);
    run("umount", disk.toString());
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "crash-test", disk.toString()),
        "Skipped: mounting a small disk needs root");
    try (var receiver = new Receiver();
        var hub = HubProcess.in(disk.resolve("disk-full"), receiver)) {
      var load = new Load(hub.door(), "client");
      try (load) {
        hub.start();
        hub.awaitStarted();
        load.begin(8, 200);
        load.awaitAccepted(200);

        Path ballast = disk.resolve("ballast");
        hub.awaitReadiness("ready", 200, HubProcess.PATIENCE);
        fill(ballast);
        long full = System.nanoTime();
        hub.awaitReadiness("not ready on a full disk", 503, AT_ONCE);
        Awaitility.await("503 while the disk is full")
            .atMost(HubProcess.PATIENCE)
            .until(() -> load.answersSince(full).getOrDefault(503, 0L) > 20);
        awaitRefusals(load, hub);
        assertThat(hub.readiness()).as("still not ready").isEqualTo(503);
        log.info("Answers on a full disk: {}", load.answersSince(full));
        Files.delete(ballast);
        load.awaitAccepted(500);
        hub.awaitReadiness("ready again", 200, HubProcess.PATIENCE);

        // worse: without room for its own log the server dies
        fill(ballast);
        hub.postgres().kill();
        long dead = System.nanoTime();
        Awaitility.await("503 while the server cannot start")
            .atMost(HubProcess.PATIENCE)
            .until(() -> load.answersSince(dead).getOrDefault(503, 0L) > 8);
        awaitRefusals(load, hub);
        Files.delete(ballast);
        load.awaitAccepted(500);
      }
      new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed().keepsEveryPromise();
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  /** What was committed just before may still be answered: no 2xx from some moment on. */
  private static void awaitRefusals(Load load, HubProcess hub) {
    Awaitility.await("no 2xx that is not on disk")
        .atMost(HubProcess.PATIENCE)
        .until(
            () ->
                load.acceptedSince(System.nanoTime() - TimeUnit.SECONDS.toNanos(3)) == 0
                    && hub.isAlive());
  }

  /** Leaves nothing, as a log that nobody rotates would. */
  private static void fill(Path ballast) {
    byte[] zeros = new byte[1 << 20];
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(zeros);
      }
    } catch (IOException full) {
      log.info("The disk is full: {}", full.getMessage());
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
