package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.service.docker.DockerStore.Streak;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How often a container ended in a row. */
class DockerStoreTest {
  private static final Instant BEGUN = Instant.parse("2026-11-01T10:00:00Z");

  private final TestDatabase database = TestDatabase.create();
  private final DockerStore store = new DockerStore(JdbcClient.create(database.dataSource()));

  @AfterEach
  void close() {
    database.close();
  }

  private Streak dies(String name, Instant at) {
    Streak streak = store.streak("engine", name, at);
    store.died("engine", "container-of-" + name, name, at);
    return streak;
  }

  @Test
  void container_that_flaps_for_days_is_one_trouble_from_its_first_end_on() {
    Instant at = BEGUN;
    for (int end = 1; end <= 1_500; end++) {
      assertThat(dies("web", at)).isEqualTo(new Streak(BEGUN, end));
      at = at.plus(Duration.ofMinutes(3));
    }
    assertThat(Duration.between(BEGUN, at)).isGreaterThan(Duration.ofDays(3));
    assertThat(dies("db", at)).isEqualTo(new Streak(at, 1));
  }

  @Test
  void end_more_than_an_hour_after_the_last_is_a_new_trouble() {
    dies("web", BEGUN);
    Instant within = BEGUN.plus(Duration.ofHours(1));
    assertThat(dies("web", within)).isEqualTo(new Streak(BEGUN, 2));
    Instant after = within.plus(Duration.ofHours(1)).plusMillis(1);
    assertThat(dies("web", after)).isEqualTo(new Streak(after, 1));
  }

  @Test
  void end_that_is_told_twice_counts_once() {
    dies("web", BEGUN);
    dies("web", BEGUN);
    assertThat(dies("web", BEGUN.plusSeconds(10)).count()).isEqualTo(2);
  }
}
