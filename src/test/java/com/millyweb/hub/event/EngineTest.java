package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.spec;
import static com.millyweb.hub.event.EngineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of the engine: what every transport must keep. */
class EngineTest {
  private EngineFixture engine;
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    engine = new EngineFixture();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private boolean see(Delivery delivery, Effects effects) {
    seen.add(text(delivery.event()));
    return true;
  }

  private void awaitFinished() {
    await().until(() -> engine.count("delivery where state <> 3") == 0);
  }

  @Test
  void event_reaches_every_subscription_that_wants_its_type() {
    engine.dispatcher.attach(spec("one", "a.*"), this::see);
    engine.dispatcher.attach(spec("two", "a.b"), this::see);
    engine.dispatcher.attach(spec("three", "c.**"), this::see);

    Appended appended = engine.log.append(event("a.b", "hello")).join();

    await().until(() -> seen.size() == 2);
    awaitFinished();
    assertThat(appended.duplicate()).isFalse();
    assertThat(engine.count("delivery_history where outcome = 'done'")).isEqualTo(2);
  }

  @Test
  void second_event_with_the_same_key_is_answered_with_the_first_id() {
    engine.dispatcher.attach(spec("one", "**"), this::see);
    Appended first = engine.log.append(event("a", "1").withKey("k")).join();
    Appended second = engine.log.append(event("a", "2").withKey("k")).join();
    List<Appended> together =
        engine
            .log
            .append(List.of(event("a", "3").withKey("n"), event("a", "4").withKey("n")))
            .join();

    assertThat(second).isEqualTo(new Appended(first.id(), true));
    assertThat(together.get(1)).isEqualTo(new Appended(together.get(0).id(), true));
    await().until(() -> seen.size() == 2);
    awaitFinished();
    assertThat(engine.count("event")).isEqualTo(2);
  }

  @Test
  void events_wait_for_a_subscription_whose_handler_is_away() {
    Deliveries.Attachment attachment = engine.dispatcher.attach(spec("one", "a"), this::see);
    attachment.detach();
    engine.log.append(event("a", "kept")).join();
    assertThat(engine.count("delivery where state = 0")).isEqualTo(1);

    engine.dispatcher.attach(spec("one", "a"), this::see);

    await().until(() -> seen.equals(List.of("kept")));
  }

  @Test
  void what_another_hub_runs_is_not_parked_by_the_one_that_deletes_it() {
    try (EngineFixture other = new EngineFixture(engine.database)) {
      engine.dispatcher.attach(inFile("one"), this::see).detach();
      other.dispatcher.attach(inFile("one"), this::see);

      assertThat(engine.subscriptions.park("flow/one.camel.yaml")).isFalse();
      engine.log.append(event("a", "for the other")).join();
      await().until(() -> seen.equals(List.of("for the other")));

      // the other one dies without a word
      other.dispatcher.close();
      engine
          .sql()
          .sql("update subscription_hub set seen_at = seen_at - interval '2 minutes'")
          .update();
      assertThat(engine.subscriptions.park("flow/one.camel.yaml")).isTrue();
      engine.log.append(event("a", "for nobody")).join();
      assertThat(engine.count("delivery")).isZero();
    }
  }

  @Test
  void a_subscription_that_was_parked_while_a_hub_runs_it_comes_back_by_itself() throws Exception {
    engine.dispatcher.attach(inFile("one"), this::see);
    engine.sql().sql("update subscription set state = 'parked'").update();

    engine.dispatcher.attend();
    engine.log.append(event("a", "x")).join();

    await().until(() -> seen.equals(List.of("x")));
  }

  @Test
  void events_are_kept_for_a_route_that_no_hub_runs_until_the_time_for_it_is_over()
      throws Exception {
    engine.dispatcher.attach(inFile("one"), this::see).detach();
    engine.sql().sql("update subscription set run_at = now() - interval '6 days'").update();
    engine.subscriptions.parkUnattended(Duration.ofDays(7));
    engine.log.append(event("a", "kept")).join();
    assertThat(engine.count("delivery")).isEqualTo(1);

    engine.sql().sql("update subscription set run_at = now() - interval '8 days'").update();
    engine.subscriptions.parkUnattended(Duration.ofDays(7));
    engine.log.append(event("a", "too late")).join();
    assertThat(engine.count("delivery")).isEqualTo(1);

    engine.dispatcher.attach(inFile("one"), this::see);
    await().until(() -> seen.equals(List.of("kept")));
  }

  @Test
  void what_waits_for_a_deleted_flow_can_be_given_up_or_be_due_when_the_flow_is_back() {
    engine.dispatcher.attach(inFile("one"), this::see).detach();
    engine.log.append(List.of(event("a", "1"), event("a", "2"), event("a", "3"))).join();
    engine.subscriptions.park("flow/one.camel.yaml");
    List<Long> ids =
        engine.sql().sql("select id from delivery order by id").query(Long.class).list();

    assertThat(engine.replay.discard(DeadFilter.of(ids.get(0)))).isEqualTo(1);
    assertThat(engine.replay.retry(DeadFilter.of(ids.get(1)))).isEqualTo(1);
    assertThat(engine.count("delivery_history where outcome = 'discarded'")).isEqualTo(1);
    assertThat(engine.replay.discard(new DeadFilter(null, "one", null, null))).isEqualTo(2);
    assertThat(engine.count("delivery")).isZero();
  }

  @Test
  void giving_up_the_head_of_a_lane_lets_the_next_one_go() {
    SubscriptionSpec ordered = spec("one", "a", OrderBy.source, 1);
    Deliveries.Attachment attachment =
        engine.dispatcher.attach(
            ordered,
            (delivery, effects) -> {
              if (text(delivery.event()).equals("bad")) {
                throw new PermanentFailure("never", null);
              }
              return see(delivery, effects);
            });
    engine.log.append(List.of(event("a", "bad"), event("a", "good"))).join();
    await().until(() -> seen.equals(List.of("good")));
    attachment.detach();
    assertThat(engine.replay.discard(new DeadFilter(null, "one", null, null))).isEqualTo(1);
    assertThat(engine.count("delivery")).isZero();
  }

  @Test
  void a_mended_flow_does_not_wait_for_the_end_of_its_back_off() {
    SubscriptionSpec slow = inFile("one");
    Deliveries.Attachment broken =
        engine.dispatcher.attach(
            slow,
            (delivery, effects) -> {
              throw new IllegalStateException("broken");
            });
    engine.log.append(event("a", "x")).join();
    await().until(() -> engine.count("delivery where failures = 1 and state = 0") == 1);
    broken.detach();

    engine.dispatcher.attach(slow, this::see);
    engine.subscriptions.mended("flow/one.camel.yaml");

    await().until(() -> seen.equals(List.of("x")));
  }

  /** In a file, and with an hour between its attempts. */
  private static SubscriptionSpec inFile(String name) {
    return new SubscriptionSpec(
        name,
        TypePattern.of("a"),
        OrderBy.none,
        1,
        3,
        new Backoff(Duration.ofHours(1), Duration.ofHours(1)),
        Duration.ofSeconds(30),
        "flow/" + name + ".camel.yaml");
  }

  @Test
  void subscription_made_by_another_hub_gets_the_next_event() {
    engine.log.append(event("a", "before")).join();
    try (EngineFixture other = new EngineFixture(engine.database)) {
      other.dispatcher.attach(spec("late", "a"), this::see);
      engine.log.append(event("a", "after")).join();
      await().until(() -> seen.equals(List.of("after")));
    }
  }

  @Test
  void failed_attempt_is_repeated_until_it_succeeds() {
    AtomicInteger attempts = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a"),
        (delivery, effects) -> {
          effects.add(event("effect", "never or once"));
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          return true;
        });
    engine.dispatcher.attach(spec("effects", "effect"), this::see);

    engine.log.append(event("a", "x")).join();

    await().until(() -> seen.size() == 1);
    awaitFinished();
    assertThat(attempts).hasValue(3);
    assertThat(engine.count("event where type = 'effect'")).isEqualTo(1);
    assertThat(engine.count("attempt where outcome = 'failed' and error like '%not yet%'"))
        .isEqualTo(2);
  }

  @Test
  void delivery_that_fails_for_good_becomes_a_dead_letter_with_an_event_and_can_be_retried() {
    AtomicInteger attempts = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a"),
        (delivery, effects) -> {
          if (attempts.incrementAndGet() <= 3) {
            throw new IllegalStateException("broken");
          }
          return see(delivery, effects);
        });
    engine.dispatcher.attach(spec("deaths", "delivery.dead"), (delivery, effects) -> true);

    engine.log.append(event("a", "x")).join();
    await().until(() -> engine.count("delivery where state = 3 and reason = 'exhausted'") == 1);
    await().until(() -> engine.count("event where type = 'delivery.dead'") == 1);

    assertThat(engine.replay.retry(new DeadFilter(null, "one", null, null))).isEqualTo(1);

    await().until(() -> seen.equals(List.of("x")));
    awaitFinished();
    assertThat(engine.count("delivery")).isZero();
  }

  @Test
  void death_of_what_tells_of_deaths_is_not_told() {
    engine.dispatcher.attach(
        spec("deaths", "delivery.dead"),
        (delivery, effects) -> {
          throw new PermanentFailure("channel is gone", null);
        });
    engine.dispatcher.attach(
        spec("one", "a"),
        (delivery, effects) -> {
          throw new PermanentFailure("no such thing", null);
        });

    engine.log.append(event("a", "x")).join();

    await().until(() -> engine.count("delivery where state = 3") == 2);
    assertThat(engine.count("event where type = 'delivery.dead'")).isEqualTo(1);
  }

  @Test
  void target_that_asks_for_time_pauses_its_subscription_without_a_failure() {
    AtomicInteger attempts = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a"),
        (delivery, effects) -> {
          if (attempts.incrementAndGet() == 1) {
            throw new RetryAfter(Duration.ofMillis(700), "busy");
          }
          return see(delivery, effects);
        });
    Instant start = Instant.now();
    engine.log.append(event("a", "x")).join();

    await().until(() -> seen.equals(List.of("x")));
    awaitFinished();
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(600));
    assertThat(engine.count("delivery_history where failures = 0")).isEqualTo(1);
  }

  @Test
  void deliveries_of_one_subject_come_in_order_and_one_at_a_time() {
    Map<String, List<Integer>> bySubject = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> atWork = new ConcurrentHashMap<>();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a", OrderBy.subject, 8),
        (delivery, effects) -> {
          String subject = delivery.event().subject();
          AtomicInteger working = atWork.computeIfAbsent(subject, any -> new AtomicInteger());
          if (working.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
          }
          try {
            if (delivery.failures() == 0 && failures.incrementAndGet() % 7 == 0) {
              throw new IllegalStateException("once");
            }
            bySubject
                .computeIfAbsent(subject, any -> Collections.synchronizedList(new ArrayList<>()))
                .add(Integer.valueOf(text(delivery.event())));
            return true;
          } finally {
            working.decrementAndGet();
          }
        });
    Map<String, List<Integer>> sent = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String subject = "s" + i % 5;
      sent.computeIfAbsent(subject, any -> new ArrayList<>()).add(i);
      engine.log.append(event("a", "" + i).withSubject(subject)).join();
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> engine.count("delivery") == 0);
    assertThat(bySubject).isEqualTo(sent);
    assertThat(overlaps).hasValue(0);
  }

  @Test
  void late_result_of_a_lost_lease_is_thrown_away() throws Exception {
    CountDownLatch stolen = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a"),
        (delivery, effects) -> {
          effects.add(event("effect", "attempt"));
          if (attempts.incrementAndGet() == 1) {
            stolen.await(10, TimeUnit.SECONDS);
          }
          return true;
        });
    engine.log.append(event("a", "x")).join();
    await().until(() -> attempts.get() == 1);

    // as if this hub had been stopped for longer than its lease
    engine.execute(
        "update delivery set state = 0, token = null, lease_until = null, lost = 1 where state = 1");
    await().until(() -> attempts.get() == 2);
    stolen.countDown();

    awaitFinished();
    assertThat(engine.count("event where type = 'effect'")).isEqualTo(1);
    assertThat(engine.count("delivery_history")).isEqualTo(1);
  }

  @Test
  void delivery_whose_lease_runs_out_again_and_again_is_poison() throws Exception {
    engine.dispatcher.attach(spec("one", "a"), this::see).detach();
    engine.log.append(event("a", "x")).join();
    int subscription =
        engine.sql().sql("select id from subscription").query(Integer.class).single();

    for (int crash = 1; crash <= 4; crash++) {
      boolean suspect = crash > 2;
      assertThat(engine.transport.claim(subscription, 10, !suspect, Duration.ofSeconds(1)))
          .isEmpty();
      assertThat(engine.transport.claim(subscription, 10, suspect, Duration.ofMillis(1)))
          .hasSize(1);
      await().until(() -> engine.count("delivery where state = 1") == 0);
    }

    assertThat(engine.count("delivery where state = 3 and reason = 'poison' and lost = 4"))
        .isEqualTo(1);
  }

  @Test
  void attempt_that_outruns_its_time_is_interrupted_and_counted() {
    AtomicInteger attempts = new AtomicInteger();
    SubscriptionSpec spec =
        new SubscriptionSpec(
            "one",
            TypePattern.of("a"),
            OrderBy.none,
            1,
            3,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            Duration.ofMillis(300),
            null);
    engine.dispatcher.attach(
        spec,
        (delivery, effects) -> {
          if (attempts.incrementAndGet() == 1) {
            new CountDownLatch(1).await();
          }
          return see(delivery, effects);
        });
    engine.log.append(event("a", "x")).join();

    await().until(() -> seen.equals(List.of("x")));
    awaitFinished();
    assertThat(engine.count("attempt where outcome = 'timeout'")).isEqualTo(1);
  }

  @Test
  void detaching_gives_back_what_was_not_begun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Deliveries.Attachment attachment =
        engine.dispatcher.attach(
            spec("one", "a", OrderBy.none, 1),
            (delivery, effects) -> {
              begun.countDown();
              release.await();
              return true;
            });
    for (int i = 0; i < 20; i++) {
      engine.log.append(event("a", "" + i)).join();
    }
    begun.await(10, TimeUnit.SECONDS);
    CompletableFuture<Void> detached = CompletableFuture.runAsync(attachment::detach);

    await().until(() -> engine.count("delivery where state = 0 and claims = 0") == 19);
    release.countDown();
    detached.join();

    await().until(() -> engine.count("delivery_history where outcome = 'done'") == 1);
    assertThat(engine.count("delivery")).isEqualTo(19);
  }

  @Test
  void replay_delivers_again_under_the_same_event_id() {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    AtomicInteger deliveries = new AtomicInteger();
    engine.dispatcher.attach(
        spec("one", "a.**"),
        (delivery, effects) -> {
          ids.add(delivery.event().id().toString());
          deliveries.incrementAndGet();
          return true;
        });
    Appended appended = engine.log.append(event("a.b", "x")).join();
    engine.log.append(event("a.c", "y")).join();
    await().until(() -> deliveries.get() == 2);

    assertThat(engine.replay.replay(EventFilter.of(appended.id()), null)).isEqualTo(1);
    await().until(() -> deliveries.get() == 3);
    EventFilter all =
        new EventFilter(null, TypePattern.of("a.*"), "test", null, null, Instant.EPOCH, null);
    assertThat(engine.replay.replay(all, "one")).isEqualTo(2);
    await().until(() -> deliveries.get() == 5);
    assertThat(ids).hasSize(2);
    assertThatThrownBy(() -> engine.replay.replay(all, "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }

  @Test
  void parked_subscription_keeps_what_waits_and_takes_nothing_new() {
    SubscriptionSpec spec =
        new SubscriptionSpec(
            "one",
            TypePattern.of("a"),
            OrderBy.none,
            1,
            3,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
            Duration.ofSeconds(1),
            "flow/one.camel.yaml");
    engine.dispatcher.attach(spec, this::see).detach();
    engine.log.append(event("a", "kept")).join();

    engine.subscriptions.park("flow/other.camel.yaml");
    engine.log.append(event("a", "kept too")).join();
    engine.subscriptions.park("flow/one.camel.yaml");
    engine.log.append(event("a", "not for it")).join();
    engine.dispatcher.attach(spec, this::see);

    await().until(() -> seen.equals(List.of("kept", "kept too")));
  }

  @Test
  void flows_that_feed_each_other_are_stopped() {
    engine.dispatcher.attach(
        spec("ping", "ping"),
        (delivery, effects) -> {
          effects.add(event("ping", "again"));
          return true;
        });
    engine.log.append(event("ping", "x")).join();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> engine.count("delivery where state = 3 and reason = 'loop'") == 1);
    assertThat(engine.count("event where type = 'ping'")).isEqualTo(HopLimit.MAX_HOPS + 1);
  }

  @Test
  void delayed_event_is_delivered_when_due() {
    engine.dispatcher.attach(spec("one", "a"), this::see);
    Instant start = Instant.now();
    engine.log.append(event("a", "later").withDelay(Duration.ofMillis(600))).join();
    engine.log.append(event("a", "sooner").withRunAt(Instant.now().minusSeconds(1))).join();

    await().until(() -> seen.equals(List.of("sooner", "later")));
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(500));
  }
}
