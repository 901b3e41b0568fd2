package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.HistoryFixture;
import com.millyweb.hub.event.history.SubscriptionStatus;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Pacing;
import com.millyweb.hub.event.pacing.Since;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new flow gets its past beside what happens now. */
class SinceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private EngineFixture engine;
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  /** How many events may still be handled. */
  private final Semaphore allowed = new Semaphore(0);

  @BeforeEach
  void start() {
    engine = new EngineFixture();
  }

  @AfterEach
  void stop() {
    allowed.release(100_000);
    engine.close();
  }

  private boolean see(Delivery delivery, Effects effects) throws InterruptedException {
    allowed.acquire();
    seen.add(text(delivery.event()));
    return true;
  }

  private static SubscriptionSpec spec(String pattern, OrderBy order) {
    return new SubscriptionSpec(
        "one",
        TypePattern.of(pattern),
        order,
        4,
        3,
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
        Duration.ofMinutes(5),
        null,
        new Pacing(null, null, Since.of("-7d")));
  }

  private void append(String type, int count) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(type, type + i));
      if (events.size() == 100 || i == count - 1) {
        engine.log.append(events).join();
        events = new ArrayList<>();
      }
    }
  }

  private SubscriptionStatus.Past past() {
    return HistoryFixture.deliveries(engine.database.dataSource()).subscriptions().get(0).past();
  }

  private long delivered() {
    return engine.sql().sql("select delivered from subscription_past").query(Long.class).single();
  }

  private void restart() {
    TestDatabase database = engine.database;
    engine.die();
    engine = new EngineFixture(database);
  }

  @Test
  void past_comes_once_over_restarts() {
    append("a", 5000);
    append("b", 100);
    SubscriptionSpec spec = spec("a", OrderBy.none);
    engine.dispatcher.attach(spec, this::see);
    for (int part = 1; part <= 3; part++) {
      allowed.release(700);
      int most = part * 500;
      await().atMost(PATIENCE).until(() -> seen.size() > most);
      restart();
      engine.dispatcher.attach(spec, this::see);
    }
    assertThat(delivered()).isLessThan(5000);

    allowed.release(100_000);
    await().atMost(PATIENCE).until(() -> past().finished() && engine.count("delivery") == 0);

    assertThat(engine.count("delivery_history where outcome = 'done'")).isEqualTo(5000);
    assertThat(
            engine
                .sql()
                .sql("select count(distinct event_id) from delivery_history")
                .query(Long.class)
                .single())
        .isEqualTo(5000);
    assertThat(past().done()).isEqualTo(5000);
    assertThat(past().remaining()).isZero();
  }

  @Test
  void what_happens_now_is_handled_while_the_past_runs() {
    append("a", 2000);
    engine.dispatcher.attach(spec("*", OrderBy.none), this::see);
    await().until(() -> delivered() > 0);

    append("now", 1);
    allowed.release(100);
    await().atMost(PATIENCE).until(() -> seen.contains("now0"));

    assertThat(past().finished()).isFalse();
    assertThat(past().done() + past().remaining()).isEqualTo(2000);
    assertThat(past().remaining()).isGreaterThan(1000);
    allowed.release(100_000);
    await().atMost(PATIENCE).until(() -> seen.size() == 2001);
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void past_of_a_flow_that_fails_at_all_of_it_stops_until_what_failed_is_mended() throws Exception {
    append("a", 3000);
    AtomicBoolean broken = new AtomicBoolean(true);
    engine.dispatcher.attach(
        spec("*", OrderBy.none),
        (delivery, effects) -> {
          seen.add(text(delivery.event()));
          if (broken.get()) {
            throw new IllegalStateException("broken");
          }
          return true;
        });
    await().atMost(PATIENCE).until(() -> past().stuck() && waiting() == 0);
    long given = delivered();
    // a page was on its way when the hundredth failed
    assertThat(given).isBetween(100L, 700L);
    append("now", 1);
    await().atMost(PATIENCE).until(() -> seen.contains("now0") && waiting() == 0);
    engine.subscriptions.deliverPast();
    assertThat(delivered()).isEqualTo(given);
    assertThat(past().failed()).isEqualTo(100);
    assertThat(past().finished()).isFalse();

    broken.set(false);
    engine.replay.retry(new DeadFilter(null, null, null, null));
    await().atMost(PATIENCE).until(() -> past().finished() && engine.count("delivery") == 0);
    assertThat(past().stuck()).isFalse();
    assertThat(engine.count("delivery_history where outcome = 'done'")).isEqualTo(3001);
  }

  private long waiting() {
    return engine.count("delivery where state in (0, 1)");
  }

  @Test
  void what_is_taken_back_before_its_turn_does_not_come() throws Exception {
    append("a", 200);
    NewEvent reminder =
        NewEvent.json("reminder", Cancel.SOURCE, "\"late\"".getBytes(StandardCharsets.UTF_8))
            .withKey("k")
            .withDelay(Duration.ofHours(1));
    engine.log.append(reminder).join();
    append("a.end", 1);
    engine.dispatcher.attach(spec("**", OrderBy.none), this::see);
    await().until(() -> delivered() > 0);
    assertThat(delivered()).isLessThan(200);

    engine.transport.cancel(List.of(new Cancel("reminder", "k", "test")));
    allowed.release(100_000);

    await().atMost(PATIENCE).until(() -> past().finished() && engine.count("delivery") == 0);
    assertThat(seen).hasSize(201).contains("a.end0").doesNotContain("late");
    assertThat(engine.count("delivery_history where outcome = 'cancelled'")).isEqualTo(1);
  }

  @Test
  void flow_in_order_gets_all_of_its_past_before_what_happens_now() {
    append("a", 300);
    engine.dispatcher.attach(spec("*", OrderBy.source), this::see);
    append("now", 1);
    assertThat(past().finished()).isTrue();
    allowed.release(100_000);

    await().atMost(PATIENCE).until(() -> seen.size() == 301);

    assertThat(List.copyOf(seen).get(0)).isEqualTo("a0");
    assertThat(List.copyOf(seen).get(300)).isEqualTo("now0");
  }

  @Test
  void flow_without_since_has_no_past() {
    append("a", 1);
    engine.dispatcher.attach(EngineFixture.spec("one", "a"), this::see);

    assertThat(past()).isNull();
  }
}
