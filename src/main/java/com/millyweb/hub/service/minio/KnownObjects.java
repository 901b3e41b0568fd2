package com.millyweb.hub.service.minio;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code object_watch} and {@code object_known}. */
@Component
final class KnownObjects {
  private static final String CLAIM = Sql.read("service/minio/watch-claim");
  private static final String RENEW = Sql.read("service/minio/watch-renew");
  private static final String END = Sql.read("service/minio/watch-end");
  private static final String OF = Sql.read("service/minio/known-of");
  private static final String RANGE = Sql.read("service/minio/known-range");
  private static final String PUT = Sql.read("service/minio/known-put");
  private static final String DROP = Sql.read("service/minio/known-drop");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final RowMapper<Known> ROW =
      (row, number) ->
          new Known(
              row.getString("key"),
              row.getString("etag"),
              row.getLong("size"),
              Rows.instant(row, "modified"),
              Rows.instant(row, "seen_at"));

  /** One hub is the same holder for as long as it runs. */
  private final UUID holder = UUID.randomUUID();

  private final JdbcClient jdbc;

  KnownObjects(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An object as a list says it.
   *
   * @param etag empty where the server has none
   * @param seenAt when the look began that found it so
   */
  record Known(String key, String etag, long size, Instant modified, Instant seenAt) {
    boolean isSame(Known other) {
      return etag.equals(other.etag) && size == other.size && modified.equals(other.modified);
    }
  }

  /**
   * @param since when the place was first looked at
   * @param whole whether it was looked at from one end to the other
   * @param now when it was claimed, by the clock of the database
   */
  record Claim(Instant since, boolean whole, Instant now) {}

  /** Null when another hub looks at it, or has done so a moment ago. */
  @Nullable Claim claim(String storage, Place place, Duration pause) {
    return of(CLAIM, storage, place)
        .param("holder", holder)
        .param("lease", LEASE.toSeconds())
        .param("pause", pause.toMillis())
        .query(
            (row, number) ->
                new Claim(
                    Rows.instant(row, "since"), row.getBoolean("whole"), Rows.instant(row, "now")))
        .optional()
        .orElse(null);
  }

  void renew(String storage, Place place) {
    of(RENEW, storage, place).param("holder", holder).param("lease", LEASE.toSeconds()).update();
  }

  /**
   * @param whole whether it went from one end to the other
   */
  void end(String storage, Place place, boolean whole) {
    of(END, storage, place).param("holder", holder).param("whole", whole).update();
  }

  Map<String, Known> of(String storage, Place place, Collection<String> keys) {
    Map<String, Known> known = new HashMap<>();
    of(OF, storage, place)
        .param("keys", keys.toArray(String[]::new))
        .query(ROW)
        .list()
        .forEach(one -> known.put(one.key, one));
    return known;
  }

  /**
   * @param last null for the end
   */
  List<Known> range(String storage, Place place, String after, @Nullable String last, int limit) {
    return of(RANGE, storage, place)
        .param("after", after)
        .param("last", last)
        .param("limit", limit)
        .query(ROW)
        .list();
  }

  void put(String storage, Place place, Instant seen, List<Known> found) {
    of(PUT, storage, place)
        .param("seen", Rows.parameter(seen))
        .param("keys", column(found, Known::key, String[]::new))
        .param("etags", column(found, Known::etag, String[]::new))
        .param("sizes", column(found, Known::size, Long[]::new))
        .param("modified", column(found, one -> one.modified().toString(), String[]::new))
        .update();
  }

  void drop(String storage, Place place, List<Known> gone) {
    of(DROP, storage, place).param("keys", column(gone, Known::key, String[]::new)).update();
  }

  private JdbcClient.StatementSpec of(String statement, String storage, Place place) {
    return jdbc.sql(statement).param("storage", storage).param("place", place.path());
  }

  private static <T> T[] column(
      List<Known> rows, Function<Known, T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
