package com.millyweb.hub.event;

import static com.millyweb.hub.event.EngineFixture.event;
import static com.millyweb.hub.event.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hub that was cut off from its database for longer than a lease may hold the same delivery by
 * two leases, the first of which is lost.
 */
class LeaseTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private EngineFixture engine;
  private int subscription;

  @BeforeEach
  void start() {
    engine = new EngineFixture();
    engine.dispatcher.attach(spec("one", "a"), (delivery, effects) -> true).detach();
    engine.log.append(event("a", "x")).join();
    subscription = engine.sql().sql("select id from subscription").query(Integer.class).single();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void lost_and_new_lease_that_end_together_send_once() throws Exception {
    Delivery lost = claim();
    Delivery held = claimAgain();
    Transport.Settled settled =
        engine.transport.settle(
            List.of(done(lost, "of the lost one"), done(held, "of the new one")));
    assertThat(settled.confirmed()).containsExactly(held.lease());
    assertThat(sent()).containsExactly("\"of the new one\"");
    assertThat(engine.count("delivery_history")).isEqualTo(1);
  }

  @Test
  void lost_lease_does_not_bury_what_the_new_one_has_done() throws Exception {
    Delivery lost = claim();
    Delivery held = claimAgain();
    Transport.Settled settled =
        engine.transport.settle(
            List.of(
                done(held, "of the new one"),
                new Outcome.Dead(lost, Instant.now(), "permanent", "too late")));
    assertThat(settled.confirmed()).containsExactly(held.lease());
    assertThat(settled.dead()).isZero();
    assertThat(sent()).containsExactly("\"of the new one\"");
    assertThat(engine.count("event where type = 'delivery.dead'")).isZero();
  }

  @Test
  void lost_lease_is_not_prolonged_by_the_new_one() throws Exception {
    Delivery lost = claim();
    Delivery held = claimAgain();
    assertThat(engine.transport.heartbeat(Set.of(lost.lease(), held.lease()), LONG))
        .containsExactly(held.lease());
  }

  private Delivery claim() throws SQLException {
    return engine.transport.claim(subscription, 1, false, LONG).get(0);
  }

  /** As if the first lease had run out. */
  private Delivery claimAgain() throws SQLException {
    engine.execute(
        "update delivery set state = 0, token = null, lease_until = null, lost = 1 where state = 1");
    return claim();
  }

  private static Outcome done(Delivery delivery, String effect) {
    return new Outcome.Done(
        delivery, Instant.now(), true, List.of(event("effect", effect)), List.of(), Set.of(), null);
  }

  private List<String> sent() {
    return engine
        .sql()
        .sql("select convert_from(data, 'UTF8') from event where type = 'effect'")
        .query(String.class)
        .list();
  }
}
