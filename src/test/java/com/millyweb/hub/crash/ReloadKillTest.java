package com.millyweb.hub.crash;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code kill -9} while route files are edited, well and badly. */
class ReloadKillTest {
  private static final Logger log = LoggerFactory.getLogger(ReloadKillTest.class);
  private static final int KILLS = Math.max(3, Integer.getInteger("hub.crash.kills", 8) / 8);
  private static final long LONGEST_RELOAD = TimeUnit.MILLISECONDS.toNanos(1_500);

  @Test
  void accepted_event_survives_kill_9_during_a_reload() throws IOException {
    long seed = Long.getLong("hub.crash.seed", System.nanoTime());
    log.info("Seed {}", seed);
    Random random = new Random(seed);
    try (var receiver = new Receiver();
        var hub = HubProcess.at("reload", receiver)) {
      var load = new Load(hub.door(), "client");
      try (load) {
        String good = Files.readString(hub.flows());
        hub.start();
        hub.awaitStarted();
        load.begin(8, 200);
        for (int kill = 1; kill <= KILLS; kill++) {
          load.awaitAccepted(50);
          boolean bad = kill % 3 == 2;
          edit(
              hub.flows(),
              bad
                  ? good.replace("concurrency: 8", "concurency: 8")
                  : good.replace("concurrency: 8", "concurrency: " + (8 + kill)));
          LockSupport.parkNanos(random.nextLong(LONGEST_RELOAD));
          hub.kill();
          // after a bad edit the last good version runs
          hub.start();
          hub.awaitStarted();
        }
        load.awaitAccepted(100);
      }
      var oracle = new Oracle(hub.postgres(), load.accepted(), receiver).awaitHealed();
      oracle.keepsEveryPromise();
      oracle.orderIsKept();
    }
  }

  private static void edit(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(".crash.tmp");
    Files.writeString(fresh, content);
    Files.move(fresh, file, ATOMIC_MOVE);
  }
}
