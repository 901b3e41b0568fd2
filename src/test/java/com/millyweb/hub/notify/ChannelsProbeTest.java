package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether notices get out, as health tells it. */
class ChannelsProbeTest {
  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final ChannelsProbe channels = new ChannelsProbe(database.dataSource());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void channels_without_senders_are_up() {
    assertThat(channels.probe().level()).isEqualTo(Level.UP);
  }

  @Test
  void sender_with_dead_letters_degrades_the_channels() {
    jdbc.sql("insert into subscription (name, pattern) values ('notify.slack', 'notify.slack')")
        .update();
    jdbc.sql(
            """
            insert into delivery (subscription, event_id, event_at, state, ended_at, error)
            select id, gen_random_uuid(), now(), 3, now(), 'invalid_auth' from subscription
            """)
        .update();
    assertThat(channels.probe().level()).isEqualTo(Level.DEGRADED);
    assertThat(channels.probe().detail())
        .isEqualTo("notify.slack: 1 dead, 0 failing, last: invalid_auth");
    jdbc.sql("update delivery set ended_at = now() - interval '2 hours'").update();
    assertThat(channels.probe().level()).isEqualTo(Level.UP);
  }

  @Test
  void channels_are_unknown_while_the_database_does_not_tell() {
    database.close();
    assertThat(channels.probe().level()).isEqualTo(Level.UNKNOWN);
  }
}
