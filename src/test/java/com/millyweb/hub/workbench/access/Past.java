package com.millyweb.hub.workbench.access;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes a history into the tables, as if the hub had lived it. */
public final class Past {
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private final JdbcClient jdbc;

  public Past(HubFixture hub) {
    jdbc = JdbcClient.create(hub.database().dataSource());
  }

  public UUID event(String type, String source, String subject, String data) {
    return event(type, source, subject, "application/json", data, null);
  }

  public UUID event(
      String type, String source, String subject, String contentType, String data, UUID cause) {
    UUID id = IDS.generate();
    var at = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into event (id, at, type, source, subject, time, content_type, data, cause)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            id,
            at,
            type,
            source,
            subject,
            at,
            contentType,
            data.getBytes(StandardCharsets.UTF_8),
            cause)
        .update();
    return id;
  }

  /** A subscription that no route of this hub works for. */
  public int subscription(String name, String pattern) {
    return jdbc.sql("insert into subscription (name, pattern) values (?, ?) returning id")
        .params(name, pattern)
        .query(Integer.class)
        .single();
  }

  public long delivery(int subscription, UUID event, int state, String error) {
    return jdbc.sql(
            """
            insert into delivery (subscription, event_id, event_at, state, error, reason, claims, failures, lane, run_at)
            values (?, ?, ?, ?, ?, ?, 1, 1, ?, now() - interval '1 minute') returning id
            """)
        .params(
            subscription,
            event,
            Instant.ofEpochMilli(event.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC),
            state,
            error,
            state == 3 ? "failed 5 times" : null,
            state == 2 ? "lane" : null)
        .query(Long.class)
        .single();
  }

  public void finished(int subscription, UUID event, String outcome) {
    jdbc.sql(
            """
            insert into delivery_history (id, subscription, event_id, event_at, outcome, claims, failures, created_at,
              started_at, ended_at)
            values (nextval(pg_get_serial_sequence('delivery', 'id')), ?, ?, ?, ?, 1, 0, now(), now(), clock_timestamp())
            """)
        .params(
            subscription,
            event,
            Instant.ofEpochMilli(event.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC),
            outcome)
        .update();
  }

  public void attempt(long delivery, UUID event, String outcome, String error) {
    jdbc.sql(
            """
            insert into attempt (delivery, event_id, claim, outcome, error, started_at, ended_at)
            values (?, ?, 1, ?, ?, now(), now())
            """)
        .params(delivery, event, outcome, error)
        .update();
  }
}
