package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.service.docker.Update.Outcome;
import com.millyweb.hub.service.docker.UpdateStore.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who asks for an update gets the one that is asked for, and none of another image. */
class UpdateStoreTest {
  private TestDatabase database;
  private UpdateStore store;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = new UpdateStore(JdbcClient.create(database.dataSource()), database.dataSource());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Request request(@Nullable String image, String id) {
    return new Request("engine", "web", image, id, "ada", Duration.ofMinutes(2));
  }

  private void end(Outcome outcome) {
    Update update = store.claim("engine").orElseThrow();
    update.progress().outcome = outcome;
    assertThat(store.move(update)).isTrue();
  }

  @Test
  void two_who_ask_for_the_same_get_the_same() {
    Update first = store.ask(request(null, "a")).orElseThrow();
    assertThat(store.ask(request(null, "b")).orElseThrow().id()).isEqualTo(first.id());
    assertThat(store.ask(request(null, "a")).orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void another_image_waits_for_the_end_of_the_open_update() {
    Update first = store.ask(request(null, "a")).orElseThrow();
    assertThat(store.ask(request("web:7", "b"))).isEmpty();
    end(Outcome.UNCHANGED);
    Update second = store.ask(request("web:7", "b")).orElseThrow();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.image()).isEqualTo("web:7");
    assertThat(store.ask(request("web:8", "c"))).isEmpty();
    assertThat(store.ask(request("web:7", "d")).orElseThrow().id()).isEqualTo(second.id());
  }

  @Test
  void notice_of_a_newer_image_is_used_until_the_container_has_it() {
    store.told("engine", "web", "sha256:0123456789abcdef");
    assertThat(store.ask(request(null, "a")).orElseThrow().notice()).isEqualTo("web/0123456789ab");
    end(Outcome.ROLLED_BACK);
    assertThat(store.ask(request(null, "b")).orElseThrow().notice()).isEqualTo("web/0123456789ab");
    end(Outcome.UPDATED);
    assertThat(store.ask(request(null, "c")).orElseThrow().notice())
        .startsWith("web/")
        .isNotEqualTo("web/0123456789ab");
  }
}
