package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two hubs in a row have died over. */
class SuspectTest {
  private static final int SUSPECTS = 100;

  @Test
  void suspects_run_one_after_the_other_and_wait_for_no_poll() throws Exception {
    try (var engine = new EngineFixture(TestDatabase.create(), Duration.ofSeconds(1))) {
      engine.dispatcher.attach(spec("one", "a"), (delivery, effects) -> true).detach();
      List<NewEvent> events =
          Stream.generate(() -> event("a", "innocent")).limit(SUSPECTS).toList();
      engine.log.append(events).join();
      engine.execute("update delivery set lost = 2");
      AtomicInteger running = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();

      engine.dispatcher.attach(
          spec("one", "a"),
          (delivery, effects) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
            return true;
          });

      await()
          .atMost(Duration.ofSeconds(SUSPECTS / 3))
          .until(() -> engine.count("delivery_history") == SUSPECTS);
      assertThat(most).hasValue(1);
    }
  }
}
