package com.millyweb.hub.crash;

import com.millyweb.hub.process.HomePostgres;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Rows that Postgres takes a while to write: a transaction that writes them is open for long enough
 * to be seen, and its hub can be killed within it.
 */
final class SlowRows implements AutoCloseable {
  private final HubProcess hub;
  private final String table;

  private SlowRows(HubProcess hub, String table) {
    this.hub = hub;
    this.table = table;
  }

  /**
   * @param when a condition on the row that is written
   */
  static SlowRows of(HubProcess hub, String table, Duration each, String when) {
    hub.postgres()
        .sql()
        .sql(
            """
            create or replace function slow_row() returns trigger language plpgsql as $$
            begin
              perform pg_sleep(%s);
              return null;
            end $$;
            create trigger slow_row after insert or update on %s
              for each row when (%s) execute function slow_row()
            """
                .formatted(each.toMillis() / 1000.0, table, when))
        .update();
    return new SlowRows(hub, table);
  }

  /** Kills the hub while it is writing such a row. */
  void killWithin() {
    HomePostgres postgres = hub.postgres();
    Awaitility.await("a slow row of " + table)
        .atMost(HubProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                postgres.number(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                    > 0);
    hub.kill();
  }

  /** Rows are as quick as ever. */
  @Override
  public void close() {
    hub.postgres().sql().sql("drop trigger slow_row on " + table).update();
  }
}
