package com.millyweb.hub.event.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLogUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommitWaitsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CommitWaits waits = new CommitWaits();

  @Test
  void who_waits_too_long_is_told_so_and_the_others_wait_on() throws Exception {
    var never = new CompletableFuture<List<Appended>>();
    var later = new CompletableFuture<List<Appended>>();
    CompletableFuture<List<Appended>> patient =
        CompletableFuture.supplyAsync(() -> waits.await(later, LONG));

    assertThatThrownBy(() -> waits.await(never, Duration.ofMillis(10)))
        .isInstanceOf(EventLogUnavailable.class)
        .hasMessage("The database did not confirm the event within 10 ms");

    assertThat(patient).isNotDone();
    List<Appended> stored = List.of(new Appended(UUID.randomUUID(), false));
    later.complete(stored);
    assertThat(patient.get()).isEqualTo(stored);
    waits.close();
  }

  @Test
  void nobody_waits_on_when_the_hub_stops_nor_begins_to() {
    CompletableFuture<List<Appended>> patient =
        CompletableFuture.supplyAsync(() -> waits.await(new CompletableFuture<>(), LONG));

    waits.close();

    assertThatThrownBy(patient::join)
        .hasCauseInstanceOf(EventLogUnavailable.class)
        .hasMessageContaining("The hub stopped before the database confirmed the event");
    assertThatThrownBy(() -> waits.await(new CompletableFuture<>(), LONG))
        .isInstanceOf(EventLogUnavailable.class);
  }
}
