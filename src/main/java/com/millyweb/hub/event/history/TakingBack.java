package com.millyweb.hub.event.history;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes back by hand what the hub sent with a key. Other than when a flow does so, the key stays
 * taken, so that one can tell later what became of it.
 */
@Component
public final class TakingBack {
  private static final String TO_COME = Sql.read("event/history/to-come");
  private static final String KEYED = Sql.read("event/history/keyed");
  private static final String TAKE_BACK = Sql.read("event/take-back");

  private final JdbcClient jdbc;
  private final HistoryReads reads;

  TakingBack(JdbcClient jdbc, HistoryReads reads) {
    this.jdbc = jdbc;
    this.reads = reads;
  }

  /** Events of a type that are still to come, the next one first. */
  public List<ToCome> toCome(String type, int limit) {
    return reads.read(
        jdbc ->
            jdbc.sql(TO_COME)
                .param("type", type)
                .param("limit", limit)
                .query((row, n) -> toCome(row))
                .list());
  }

  /** The event of a type that the hub sent with a key, whatever became of it. */
  public Optional<UUID> find(String type, String key) {
    return reads.read(
        jdbc -> jdbc.sql(KEYED).param("type", type).param("key", key).query(UUID.class).optional());
  }

  /**
   * Takes back what no flow has begun of an event. Asked again, it answers the same.
   *
   * @return empty when the hub sent no such event
   */
  public Optional<Taken> takeBack(String type, String key, String reason) {
    Optional<Taken> taken = once(type, key, reason);
    // whoever waited here for another who took it back has not yet seen what that one wrote
    return taken.filter(found -> !found.isOpen()).or(() -> once(type, key, reason));
  }

  /** One statement: whoever claims it at the same moment gets it, or does not. */
  private Optional<Taken> once(String type, String key, String reason) {
    return jdbc.sql(TAKE_BACK)
        .param("type", type)
        .param("key", key)
        .param("reason", reason)
        .query((row, n) -> taken(row, reason))
        .optional();
  }

  private static Taken taken(ResultSet row, String reason) throws SQLException {
    String by = row.getInt("gone") > 0 ? reason : row.getString("earlier");
    return new Taken(toCome(row), by, row.getBoolean("begun"), row.getBoolean("dead"));
  }

  private static ToCome toCome(ResultSet row) throws SQLException {
    return new ToCome(
        row.getObject("id", UUID.class), row.getBytes("data"), Rows.instant(row, "run_at"));
  }

  /**
   * @param reason of whoever took it back, now or earlier; null when nobody did
   * @param begun whether a flow has it, or had it
   * @param dead whether it is a dead letter
   */
  public record Taken(ToCome event, @Nullable String reason, boolean begun, boolean dead) {
    private boolean isOpen() {
      return reason == null && !begun && !dead;
    }
  }
}
