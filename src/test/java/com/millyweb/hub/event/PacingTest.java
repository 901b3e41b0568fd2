package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.history.DeadFilter;
import com.millyweb.hub.event.history.EventFilter;
import com.millyweb.hub.event.pacing.AtMost;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.event.pacing.Collect;
import com.millyweb.hub.event.pacing.LaneKey;
import com.millyweb.hub.event.pacing.Pacing;
import com.millyweb.hub.event.pacing.Since;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of collect, atMost, cancel and since: what every transport must keep. */
class PacingTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofHours(1);

  private EngineFixture engine;
  private final List<List<String>> lists = Collections.synchronizedList(new ArrayList<>());
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    engine = new EngineFixture();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private boolean seeList(Delivery delivery, Effects effects) {
    lists.add(delivery.collected().stream().map(EngineFixture::text).toList());
    return true;
  }

  private boolean see(Delivery delivery, Effects effects) {
    seen.add(text(delivery.event()));
    return true;
  }

  private static SubscriptionSpec paced(String group, String pattern, Pacing pacing) {
    return new SubscriptionSpec(
        group,
        TypePattern.of(pattern),
        OrderBy.none,
        4,
        3,
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
        Duration.ofSeconds(30),
        null,
        pacing);
  }

  private static SubscriptionSpec collecting(Duration window, int most) {
    return paced("one", "a", new Pacing(new Collect(window, LaneKey.SUBJECT, most), null, null));
  }

  private static SubscriptionSpec limited(int count, Duration period) {
    return paced("one", "a", new Pacing(null, new AtMost(count, period, LaneKey.SUBJECT), null));
  }

  private void append(NewEvent... events) {
    engine.log.append(List.of(events)).join();
  }

  private static NewEvent about(String subject, String text) {
    return event("a", text).withSubject(subject);
  }

  private static NewEvent reminder(String key, String text) {
    return NewEvent.json(
            "reminder", Cancel.SOURCE, ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8))
        .withKey(key)
        .withDelay(LONG);
  }

  private void awaitFinished() {
    await().atMost(Duration.ofSeconds(20)).until(() -> engine.count("delivery") == 0);
  }

  @Test
  void what_comes_within_the_window_of_the_first_is_one_list_in_order() {
    engine.dispatcher.attach(collecting(SHORT, 100), this::seeList);
    Instant start = Instant.now();
    append(about("x", "1"));
    append(about("x", "2"), about("y", "other"));
    append(about("x", "3"));

    awaitFinished();
    assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(SHORT);
    assertThat(lists).containsExactlyInAnyOrder(List.of("1", "2", "3"), List.of("other"));
    assertThat(engine.count("delivery_history where outcome = 'done' and claims = 1")).isEqualTo(4);
  }

  @Test
  void a_full_list_does_not_wait() {
    engine.dispatcher.attach(collecting(LONG, 3), this::seeList);
    for (int i = 1; i <= 7; i++) {
      append(about("x", "" + i));
    }

    await().until(() -> lists.size() == 2);
    await().until(() -> engine.count("delivery_history") == 6);
    assertThat(lists).containsExactly(List.of("1", "2", "3"), List.of("4", "5", "6"));
    assertThat(engine.count("delivery where state = 0")).isEqualTo(1);
  }

  @Test
  void a_batch_of_many_becomes_full_lists() {
    engine.dispatcher.attach(collecting(LONG, 2), this::seeList);
    append(about("x", "1"), about("x", "2"), about("x", "3"), about("x", "4"), about("x", "5"));

    await().until(() -> lists.size() == 2);
    assertThat(lists).containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void what_comes_while_a_list_is_handled_is_the_next_one() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    engine.dispatcher.attach(
        collecting(Duration.ofMillis(100), 100),
        (delivery, effects) -> {
          begun.countDown();
          release.await(20, TimeUnit.SECONDS);
          return seeList(delivery, effects);
        });
    append(about("x", "1"));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    append(about("x", "2"), about("x", "3"));
    release.countDown();

    awaitFinished();
    assertThat(lists).containsExactly(List.of("1"), List.of("2", "3"));
  }

  @Test
  void a_list_that_fails_comes_again_as_it_was() {
    AtomicInteger attempts = new AtomicInteger();
    engine.dispatcher.attach(
        collecting(Duration.ofMillis(300), 100),
        (delivery, effects) -> {
          effects.add(event("effect", "once"));
          seeList(delivery, effects);
          if (attempts.incrementAndGet() == 1) {
            append(about("x", "later"));
            throw new IllegalStateException("not yet");
          }
          return true;
        });
    append(about("x", "1"), about("x", "2"));

    awaitFinished();
    assertThat(lists).containsExactly(List.of("1", "2"), List.of("1", "2"), List.of("later"));
    assertThat(engine.count("event where type = 'effect'")).isEqualTo(2);
    assertThat(engine.count("attempt where outcome = 'failed' and error like '%not yet%'"))
        .as("each event tells of the attempt")
        .isEqualTo(2);
  }

  @Test
  void a_list_dies_as_one_and_is_retried_as_one_by_the_id_of_any_of_it() {
    AtomicBoolean mended = new AtomicBoolean();
    engine.dispatcher.attach(
        collecting(Duration.ofMillis(200), 100),
        (delivery, effects) -> {
          if (!mended.get()) {
            throw new PermanentFailure("never", null);
          }
          return seeList(delivery, effects);
        });
    append(about("x", "1"), about("x", "2"), about("x", "3"));
    await()
        .until(
            () ->
                engine.count(
                        "delivery where state = 3 and reason = 'permanent' and error like '%never%'")
                    == 3);
    assertThat(engine.count("event where type = 'delivery.dead'")).isEqualTo(1);
    append(about("x", "new"));
    await().until(() -> engine.count("delivery where state = 3") == 4);

    mended.set(true);
    long last =
        engine
            .sql()
            .sql("select max(collected_by) from delivery where collected_by <> id")
            .query(Long.class)
            .single();
    assertThat(engine.replay.retry(DeadFilter.of(last + 1))).isEqualTo(3);

    await().until(() -> lists.equals(List.of(List.of("1", "2", "3"))));
    await().until(() -> engine.count("delivery where state <> 3") == 0);
    assertThat(engine.replay.discard(new DeadFilter(null, "one", null, null))).isEqualTo(1);
    assertThat(engine.count("delivery")).isZero();
  }

  @Test
  void a_list_over_which_hubs_die_is_poison_as_one() throws Exception {
    SubscriptionSpec spec = collecting(Duration.ofMillis(1), 100);
    engine.dispatcher.attach(spec, this::seeList).detach();
    append(about("x", "1"), about("x", "2"));
    int subscription =
        engine.sql().sql("select id from subscription").query(Integer.class).single();

    for (int crash = 1; crash <= 4; crash++) {
      boolean suspect = crash > 2;
      List<Delivery> claimed =
          engine.transport.claim(subscription, 10, suspect, Duration.ofMillis(1), spec.pacing());
      assertThat(claimed).hasSize(1);
      assertThat(claimed.get(0).collected()).hasSize(2);
      append(about("x", "after " + crash));
      await().until(() -> engine.count("delivery where state = 1") == 0);
    }

    assertThat(engine.count("delivery where state = 3 and reason = 'poison'")).isEqualTo(2);
    engine.dispatcher.attach(spec, this::seeList);
    await().until(() -> lists.equals(List.of(List.of("after 1", "after 2", "after 3", "after 4"))));
  }

  @Test
  void a_delayed_event_holds_back_nothing_and_is_a_list_of_its_own() {
    engine.dispatcher.attach(collecting(Duration.ofMillis(200), 100), this::seeList);
    append(
        about("x", "much later").withDelay(LONG),
        about("x", "later").withDelay(Duration.ofMillis(600)),
        about("x", "now"));

    await().until(() -> lists.size() == 2);
    assertThat(lists).containsExactly(List.of("now"), List.of("later"));
  }

  @Test
  void lists_are_kept_apart_by_a_field_of_the_body() {
    engine.dispatcher.attach(
        paced(
            "one",
            "a",
            new Pacing(
                new Collect(SHORT, LaneKey.of("collectBy", "${body[a][host]}"), 100), null, null)),
        (delivery, effects) -> {
          lists.add(delivery.collected().stream().map(e -> e.subject()).toList());
          return true;
        });
    append(
        json("1", "{\"a\":{\"host\":\"nas\"}}"),
        json("2", "{\"a\":{\"host\":7}}"),
        json("3", "{\"a\":{\"host\":\"nas\"}}"),
        json("4", "{\"a\":{}}"),
        json("5", "not json"));

    awaitFinished();
    assertThat(lists).containsExactlyInAnyOrder(List.of("1", "3"), List.of("2"), List.of("4", "5"));

    engine.replay.replay(new EventFilter(null, null, null, null, null, null, null), "one");
    awaitFinished();
    assertThat(lists.subList(3, 6))
        .as("the database says the same of stored events")
        .containsExactlyInAnyOrder(List.of("1", "3"), List.of("2"), List.of("4", "5"));
  }

  private static NewEvent json(String subject, String data) {
    return NewEvent.json("a", "test", data.getBytes(StandardCharsets.UTF_8)).withSubject(subject);
  }

  @Test
  void what_is_too_large_for_one_list_is_in_the_next() {
    engine.dispatcher.attach(
        collecting(Duration.ofMillis(300), 100),
        (delivery, effects) -> {
          lists.add(delivery.collected().stream().map(e -> "" + e.data().length).toList());
          return true;
        });
    byte[] large = ("\"" + "x".repeat(9_999_998) + "\"").getBytes(StandardCharsets.UTF_8);
    NewEvent event = NewEvent.json("a", "test", large);
    append(event, event, event);

    awaitFinished();
    assertThat(lists).containsExactly(List.of("10000000", "10000000"), List.of("10000000"));
  }

  @Test
  void a_flood_beyond_its_limit_ends_at_once() {
    engine.dispatcher.attach(limited(1, LONG), this::see).detach();
    NewEvent[] flood = new NewEvent[5000];
    for (int i = 0; i < flood.length; i++) {
      flood[i] = about("x", "" + i);
    }
    append(flood);
    Instant start = Instant.now();
    engine.dispatcher.attach(limited(1, LONG), this::see);

    awaitFinished();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(seen).containsExactly("0");
    assertThat(engine.count("delivery_history where outcome = 'filtered' and reason is not null"))
        .isEqualTo(4999);
  }

  @Test
  void two_hubs_hand_each_event_over_once() {
    SubscriptionSpec spec = collecting(Duration.ofMillis(300), 10);
    try (EngineFixture other = new EngineFixture(engine.database)) {
      engine.dispatcher.attach(spec, this::seeList);
      other.dispatcher.attach(spec, this::seeList);
      for (int i = 0; i < 200; i++) {
        (i % 2 == 0 ? engine : other).log.append(about("s" + i % 3, "" + i)).join();
      }
      awaitFinished();
    }
    assertThat(lists.stream().flatMap(List::stream).map(Integer::valueOf))
        .hasSize(200)
        .doesNotHaveDuplicates();
    assertThat(lists).allSatisfy(list -> assertThat(list.size()).isLessThanOrEqualTo(10));
    for (int subject = 0; subject < 3; subject++) {
      int of = subject;
      assertThat(
              lists.stream().flatMap(List::stream).map(Integer::valueOf).filter(i -> i % 3 == of))
          .isSorted();
    }
  }

  @Test
  void a_flow_that_no_longer_collects_gets_what_was_bound_one_by_one() throws Exception {
    SubscriptionSpec spec = collecting(Duration.ofMillis(1), 100);
    engine.dispatcher.attach(spec, this::seeList).detach();
    append(about("x", "1"), about("x", "2"), about("x", "3"));
    int subscription =
        engine.sql().sql("select id from subscription").query(Integer.class).single();
    assertThat(engine.transport.claim(subscription, 10, false, Duration.ofMillis(1), spec.pacing()))
        .hasSize(1);

    engine.dispatcher.attach(EngineFixture.spec("one", "a"), this::see);

    awaitFinished();
    assertThat(seen).containsExactly("1", "2", "3");
  }

  @Test
  void what_exceeds_the_limit_of_its_key_ends_as_filtered_with_a_reason() {
    engine.dispatcher.attach(limited(2, LONG), this::see);
    for (int i = 1; i <= 5; i++) {
      append(about("x", "x" + i));
    }
    append(about("y", "y1"));

    awaitFinished();
    assertThat(seen).containsExactlyInAnyOrder("x1", "x2", "y1");
    assertThat(
            engine
                .sql()
                .sql("select reason from delivery_history where outcome = 'filtered'")
                .query(String.class)
                .list())
        .hasSize(3)
        .containsOnly("atMost: 2 in 1h of subject 'x' had passed already");
  }

  @Test
  void the_limit_opens_again_when_its_time_is_over_and_outlives_the_hub() {
    SubscriptionSpec spec = limited(1, Duration.ofSeconds(3));
    Deliveries.Attachment attachment = engine.dispatcher.attach(spec, this::see);
    append(about("x", "1"));
    awaitFinished();
    attachment.detach();
    try (EngineFixture other = new EngineFixture(engine.database)) {
      other.dispatcher.attach(spec, this::see);
      append(about("x", "too much"));
      awaitFinished();
      await()
          .until(
              () ->
                  engine.count("passed where at[array_upper(at, 1)] < now() - interval '3 seconds'")
                      == 1);
      append(about("x", "2"));
      awaitFinished();
    }
    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void what_fails_does_not_count_against_the_limit() {
    engine.dispatcher.attach(
        limited(1, LONG),
        (delivery, effects) -> {
          if (text(delivery.event()).equals("bad")) {
            throw new PermanentFailure("never", null);
          }
          return see(delivery, effects);
        });
    append(about("x", "bad"), about("x", "good"), about("x", "too much"));

    await().until(() -> engine.count("delivery_history") == 2);
    assertThat(seen).containsExactly("good");
  }

  @Test
  void two_hubs_count_against_the_same_limit() {
    SubscriptionSpec spec = limited(3, LONG);
    try (EngineFixture other = new EngineFixture(engine.database)) {
      engine.dispatcher.attach(spec, this::see);
      other.dispatcher.attach(spec, this::see);
      for (int i = 0; i < 60; i++) {
        append(about("s" + i % 2, "s" + i % 2));
      }
      awaitFinished();
    }
    assertThat(seen).hasSize(6).contains("s0", "s1");
  }

  @Test
  void lists_count_once_against_a_limit() {
    engine.dispatcher.attach(
        paced(
            "one",
            "a",
            new Pacing(
                new Collect(LONG, LaneKey.SUBJECT, 2), new AtMost(1, LONG, LaneKey.SUBJECT), null)),
        this::seeList);
    append(about("x", "1"), about("x", "2"), about("x", "3"), about("x", "4"));

    awaitFinished();
    assertThat(lists).containsExactly(List.of("1", "2"));
    assertThat(engine.count("delivery_history where outcome = 'filtered' and reason is not null"))
        .isEqualTo(2);
  }

  @Test
  void what_is_still_to_come_is_taken_back_and_its_key_is_free_again() {
    engine.dispatcher.attach(EngineFixture.spec("one", "reminder"), this::see);
    engine.dispatcher.attach(EngineFixture.spec("two", "reminder"), this::see);
    canceller("invoice/1", null);
    append(reminder("invoice/1", "first"), reminder("invoice/2", "other"));

    append(event("paid", "x"));

    await()
        .until(
            () ->
                engine.count(
                        "delivery_history where outcome = 'cancelled' and reason = 'cancelled by flow.paid'")
                    == 2);
    assertThat(engine.count("delivery where state = 0")).isEqualTo(2);
    assertThat(engine.log.append(reminder("invoice/1", "again")).join().duplicate()).isFalse();
    assertThat(engine.log.append(reminder("invoice/1", "thrice")).join().duplicate()).isTrue();
  }

  @Test
  void a_reminder_can_be_set_back_in_one_flow() {
    engine.dispatcher.attach(EngineFixture.spec("one", "reminder"), this::see);
    canceller("k", "set back");
    append(reminder("k", "first"));
    append(event("paid", "1"));
    append(event("paid", "2"), event("paid", "3"), event("paid", "4"));

    await().until(() -> engine.count("delivery_history where outcome = 'cancelled'") == 4);
    await().until(() -> engine.count("delivery_history where outcome = 'done'") == 4);
    assertThat(engine.count("delivery")).as("one reminder is left").isEqualTo(1);
    assertThat(engine.count("event where type = 'reminder'")).isEqualTo(5);
  }

  @Test
  void what_has_begun_or_has_another_type_or_source_is_not_taken_back() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    engine.dispatcher.attach(
        EngineFixture.spec("one", "reminder"),
        (delivery, effects) -> {
          begun.countDown();
          release.await(20, TimeUnit.SECONDS);
          return see(delivery, effects);
        });
    engine.dispatcher.attach(EngineFixture.spec("two", "others"), this::see);
    canceller("k", null);
    append(reminder("k", "begun").withDelay(null));
    append(
        NewEvent.json("others", Cancel.SOURCE, "1".getBytes(StandardCharsets.UTF_8))
            .withKey("other")
            .withDelay(LONG),
        event("others", "foreign").withKey("k").withDelay(LONG));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    append(event("paid", "x"));
    await().until(() -> engine.count("delivery_history") == 1);
    release.countDown();

    await().until(() -> seen.equals(List.of("begun")));
    assertThat(engine.count("delivery where state = 0")).isEqualTo(2);
    assertThat(engine.count("delivery_history where outcome = 'cancelled'")).isZero();
  }

  @Test
  void a_flow_that_fails_takes_nothing_back() {
    engine.dispatcher.attach(EngineFixture.spec("one", "reminder"), this::see);
    engine.dispatcher.attach(
        EngineFixture.spec("flow.paid", "paid"),
        (delivery, effects) -> {
          effects.cancel(new Cancel("reminder", "k", "flow.paid"));
          throw new PermanentFailure("never", null);
        });
    append(reminder("k", "stays"));
    append(event("paid", "x"));

    await().until(() -> engine.count("delivery where state = 3") == 1);
    assertThat(engine.count("delivery where state = 0")).isEqualTo(1);
    assertThat(engine.log.append(reminder("k", "twice")).join().duplicate()).isTrue();
  }

  @Test
  void the_next_in_order_goes_on_when_the_first_is_taken_back() throws Exception {
    engine.dispatcher.attach(EngineFixture.spec("one", "reminder", OrderBy.source, 1), this::see);
    append(reminder("k", "first"));
    append(reminder("n", "next").withDelay(null));
    assertThat(engine.count("delivery where state = 2")).isEqualTo(1);

    engine.dispatcher.wake(engine.transport.cancel(List.of(new Cancel("reminder", "k", "a test"))));

    await().until(() -> seen.equals(List.of("next")));
  }

  @Test
  void a_new_flow_gets_the_past_once_and_everything_after_it() throws Exception {
    append(event("a", "long ago"), event("b", "not wanted"));
    engine.execute("update event set at = at - interval '8 days'");
    append(event("a", "1"), event("a", "2"));
    SubscriptionSpec spec = paced("one", "a", new Pacing(null, null, Since.of("-7d")));

    Deliveries.Attachment attachment = engine.dispatcher.attach(spec, this::see);
    append(event("a", "3"));
    await().until(() -> seen.size() == 3);
    awaitFinished();
    attachment.detach();
    engine.dispatcher.attach(spec, this::see);
    append(event("a", "4"));

    await().until(() -> seen.size() == 4);
    awaitFinished();
    assertThat(seen).containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void the_past_comes_in_order_and_without_what_was_taken_back() throws Exception {
    engine.dispatcher.attach(EngineFixture.spec("other", "reminder"), this::see);
    append(reminder("k", "taken back"), reminder("n", "still to come"));
    engine.transport.cancel(List.of(new Cancel("reminder", "k", "a test")));
    List<String> late = Collections.synchronizedList(new ArrayList<>());
    engine.dispatcher.attach(
        new SubscriptionSpec(
            "late",
            TypePattern.of("**"),
            OrderBy.source,
            4,
            3,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
            Duration.ofSeconds(30),
            null,
            new Pacing(null, null, Since.of("2020-01-01T00:00:00Z"))),
        (delivery, effects) -> late.add(text(delivery.event())));

    await().until(() -> engine.count("delivery") == 2);
    assertThat(late).isEmpty();
    assertThat(engine.count("delivery where run_at > now() + interval '50 minutes'")).isEqualTo(2);
  }

  @Test
  void nothing_is_missed_or_doubled_while_others_append() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger appended = new AtomicInteger();
    Thread load =
        new Thread(
            () -> {
              while (!ended.get()) {
                engine.log.append(event("a", "" + appended.incrementAndGet())).join();
              }
            });
    load.start();
    await().until(() -> appended.get() > 200);
    try (EngineFixture other = new EngineFixture(engine.database)) {
      other.dispatcher.attach(
          paced("one", "a", new Pacing(null, null, Since.of("-1d"))), this::see);
      int then = appended.get();
      await().until(() -> appended.get() > then + 200);
      ended.set(true);
      load.join();
      await().until(() -> seen.size() >= appended.get());
      awaitFinished();
    }
    assertThat(seen).hasSize(appended.get()).doesNotHaveDuplicates();
  }

  /** Takes back when something is paid, and sends a reminder anew where there is a text. */
  private void canceller(String key, @Nullable String again) {
    engine.dispatcher.attach(
        EngineFixture.spec("flow.paid", "paid"),
        (delivery, effects) -> {
          effects.cancel(new Cancel("reminder", key, "flow.paid"));
          if (again != null) {
            effects.add(reminder(key, again));
          }
          return true;
        });
  }
}
