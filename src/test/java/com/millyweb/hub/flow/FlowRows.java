package com.millyweb.hub.flow;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database of a hub says after flows ran. */
record FlowRows(JdbcClient jdbc) {
  /** Where an alert can be silenced, and by how many labels. */
  List<String> origins(String fingerprint) {
    return jdbc.sql(
            """
            select origin || ' ' || (select count(*) from jsonb_object_keys(labels))
              from flow_alert where fingerprint = ? and origin is not null
            """)
        .param(fingerprint)
        .query(String.class)
        .list();
  }

  /** Since when an alert fires; empty for one that is not remembered. */
  String remembered(String fingerprint) {
    return jdbc.sql("select starts_at::text from flow_alert where fingerprint = ?")
        .param(fingerprint)
        .query(String.class)
        .optional()
        .orElse("");
  }

  long waiting(String subscription) {
    return jdbc.sql(
            """
            select count(*) from delivery d join subscription s on s.id = d.subscription where s.name = ?
            """)
        .param(subscription)
        .query(Long.class)
        .single();
  }

  /** How often an event was given up. */
  long attempts(UUID event) {
    return jdbc.sql("select count(*) from attempt where event_id = ? and outcome = 'dead'")
        .param(event)
        .query(Long.class)
        .single();
  }

  boolean isSystem(String name) {
    return jdbc.sql("select count(*) from health_state where system = ?")
            .param(name)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Who did something, and by which way. */
  String audited(String action) {
    return jdbc.sql("select actor || ' ' || (detail ->> 'via') from audit where action = ?")
        .param(action)
        .query(String.class)
        .single();
  }
}
