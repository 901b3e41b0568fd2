package com.millyweb.hub.service.minio;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.ingress.Envelope;
import com.millyweb.hub.service.minio.KnownObjects.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code object_told}, where those that tell of one bucket take turns. */
@Component
final class ToldTable implements ToldChanges {
  private static final String BY_LOOK = Sql.read("service/minio/told-by-look");
  private static final String BY_NOTIFICATION = Sql.read("service/minio/told-by-notification");
  private static final String ADD = Sql.read("service/minio/told-add");

  /** For as long as the event log remembers keys, those of the same change must differ. */
  private static final Duration FORGET = Duration.ofDays(31);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final S3Properties properties;
  private final List<Place> watched;

  ToldTable(JdbcClient jdbc, PlatformTransactionManager transactions, S3Properties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
    transaction = new TransactionTemplate(transactions);
    watched = properties.watched();
  }

  @Override
  public String key(String source, Change change, String own) {
    boolean looked =
        source.equals(properties.source())
            && watched.stream()
                .anyMatch(
                    place ->
                        place.bucket().equals(change.bucket())
                            && change.key().startsWith(place.prefix()));
    if (!looked) {
      return own;
    }
    try {
      return transaction.execute(status -> chosen(source, change, own));
    } catch (DataAccessException | TransactionException e) {
      throw new EventLogUnavailable(
          "What source %s told could not be compared with what a look found: %s"
              .formatted(source, e.getMessage()),
          e);
    }
  }

  private String chosen(String source, Change change, String own) {
    lock(change.bucket());
    @Nullable Told told =
        jdbc.sql(BY_LOOK)
            .param("source", source)
            .param("bucket", change.bucket())
            .param("key", change.key())
            .param("removed", change.removed())
            .param("etag", change.etag())
            .param("at", Rows.parameter(change.at()))
            .param("notification", own)
            .query((row, number) -> new Told(row.getLong("id"), row.getString("event_key")))
            .optional()
            .orElse(null);
    if (told == null) {
      add(source, change.bucket(), List.of(change), List.of(own), own);
      return own;
    }
    jdbc.sql("update object_told set notification = :notification where id = :id")
        .param("notification", own)
        .param("id", told.id)
        .update();
    return told.eventKey;
  }

  private record Told(long id, String eventKey) {}

  /**
   * The delivery keys for what a look has found: its own, or those of the events by which
   * notifications have told the same changes.
   *
   * @param changes of one bucket
   * @param before what was known of each
   * @param own what each own key begins with
   */
  List<String> keys(String bucket, List<Change> changes, List<Known> before, List<String> own) {
    return transaction.execute(
        status -> {
          lock(bucket);
          List<String> keys = new ArrayList<>(Collections.nCopies(changes.size(), ""));
          List<Integer> fresh = new ArrayList<>();
          jdbc.sql(BY_NOTIFICATION)
              .param("source", properties.source())
              .param("bucket", bucket)
              .param("numbers", IntStream.range(0, changes.size()).boxed().toArray(Integer[]::new))
              .param("keys", column(changes, Change::key, String[]::new))
              .param("removed", column(changes, Change::removed, Boolean[]::new))
              .param("etags", column(changes, Change::etag, String[]::new))
              .param("at", column(changes, change -> change.at().toString(), String[]::new))
              .param("seen", column(before, one -> one.seenAt().toString(), String[]::new))
              .param("stored", column(before, one -> stored(one).toString(), String[]::new))
              .query(
                  row -> {
                    int number = row.getInt("number");
                    String told = row.getString("event_key");
                    keys.set(
                        number,
                        told == null ? numbered(own.get(number), row.getLong("opposite")) : told);
                    if (told == null) {
                      fresh.add(number);
                    }
                  });
          add(
              properties.source(),
              bucket,
              fresh.stream().map(changes::get).toList(),
              fresh.stream().map(keys::get).toList(),
              null);
          return keys;
        });
  }

  private static String numbered(String own, long opposite) {
    return opposite == 0 ? own : Envelope.key(own, String.valueOf(opposite));
  }

  private void lock(String bucket) {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('object_told'), hashtext(:bucket))")
        .param("bucket", bucket)
        .query((row, number) -> true)
        .list();
  }

  private void add(
      String source,
      String bucket,
      List<Change> changes,
      List<String> eventKeys,
      @Nullable String notification) {
    if (changes.isEmpty()) {
      return;
    }
    jdbc.sql(ADD)
        .param("source", source)
        .param("bucket", bucket)
        .param("keys", column(changes, Change::key, String[]::new))
        .param("removed", column(changes, Change::removed, Boolean[]::new))
        .param("etags", column(changes, Change::etag, String[]::new))
        .param("at", column(changes, change -> change.at().toString(), String[]::new))
        .param("eventKeys", eventKeys.toArray(String[]::new))
        .param("notification", notification)
        .update();
  }

  /** What nobody will tell any more. */
  void forget() {
    jdbc.sql(
            "delete from object_told where told_at < clock_timestamp() - :age * interval '1 second'")
        .param("age", FORGET.toSeconds())
        .update();
  }

  /** When it was stored for sure: lists may count whole seconds. */
  private static Instant stored(Known one) {
    return one.modified().getNano() == 0 ? one.modified().plusSeconds(1) : one.modified();
  }

  private static <R, T> T[] column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
