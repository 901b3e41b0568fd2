package com.millyweb.hub.ingress.state;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.text.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code ingress_state}, where requests of one source take turns. */
@Component
final class StateTable implements Changes {
  private static final String KNOWN = Sql.read("ingress/state");
  private static final String PUT = Sql.read("ingress/state-put");

  /** A thing that was silent for longer is new; its numbers are not given again. */
  private static final Duration FORGET = Duration.ofDays(90);

  private static final Duration FORGET_EVERY = Duration.ofHours(6);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private volatile Instant forgotten = Instant.MIN;

  StateTable(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    transaction = new TransactionTemplate(transactions);
  }

  @Override
  public List<Change> of(String source, @Nullable String group, List<Heard> heard) {
    try {
      forget();
      return transaction.execute(status -> numbered(source, sender(group), heard));
    } catch (DataAccessException | TransactionException e) {
      throw new EventLogUnavailable(
          "What source %s told could not be compared with what it told before: %s"
              .formatted(source, e.getMessage()),
          e);
    }
  }

  private List<Change> numbered(String source, @Nullable String sender, List<Heard> heard) {
    String[] things = heard.stream().map(Heard::thing).distinct().toArray(String[]::new);
    jdbc.sql("select pg_advisory_xact_lock(hashtext('ingress_state'), hashtext(:source))")
        .param("source", source)
        .query((row, number) -> true)
        .list();
    Map<String, KnownState> known = known(source, things);
    Deque<Long> numbers = new ArrayDeque<>();
    List<String> told =
        KnownState.hear(
            known,
            sender,
            heard,
            () -> {
              if (numbers.isEmpty()) {
                numbers.addAll(next(heard.size()));
              }
              return numbers.remove();
            });
    if (!told.isEmpty()) {
      put(source, sender == null ? "" : sender, told, known);
    }
    return heard.stream().map(one -> known.get(one.thing()).told()).toList();
  }

  private Map<String, KnownState> known(String source, String[] things) {
    Map<String, KnownState> known = new HashMap<>();
    jdbc.sql(KNOWN)
        .param("source", source)
        .param("things", things)
        .query(
            row -> {
              Long micros = row.getObject("since", Long.class);
              Instant since = micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
              known.put(
                  row.getString("thing"),
                  new KnownState(
                      row.getString("status"),
                      since,
                      row.getString("sender"),
                      new Change(
                          row.getLong("number"),
                          row.getLong("occasion"),
                          row.getBoolean("repeated"),
                          since),
                      Duration.ofMillis(row.getLong("age"))));
            });
    return known;
  }

  private List<Long> next(int count) {
    return jdbc.sql("select nextval('ingress_change') from generate_series(1, :count)")
        .param("count", count)
        .query(Long.class)
        .list();
  }

  private void put(String source, String sender, List<String> told, Map<String, KnownState> known) {
    jdbc.sql(PUT)
        .param("source", source)
        .param("sender", sender)
        .param("things", told.toArray(String[]::new))
        .param("statuses", column(told, known, KnownState::status, String[]::new))
        .param("sinces", column(told, known, state -> micros(state.since()), Long[]::new))
        .param("numbers", column(told, known, state -> state.told().number(), Long[]::new))
        .param("occasions", column(told, known, state -> state.told().occasion(), Long[]::new))
        .param("repeated", column(told, known, state -> state.told().repeated(), Boolean[]::new))
        .update();
  }

  private static <T> T[] column(
      List<String> things,
      Map<String, KnownState> known,
      Function<KnownState, @Nullable T> value,
      IntFunction<T[]> array) {
    return things.stream().map(known::get).map(value).toArray(array);
  }

  private void forget() {
    Instant now = clock.instant();
    if (now.isAfter(forgotten.plus(FORGET_EVERY)) || now.isBefore(forgotten)) {
      forgotten = now;
      jdbc.sql("delete from ingress_state where told_at < now() - :age * interval '1 second'")
          .param("age", FORGET.toSeconds())
          .update();
    }
  }

  /** A sender may call its group anything, at any length. */
  private static @Nullable String sender(@Nullable String group) {
    return group == null ? null : Digest.sha256Hex(group).substring(0, 16);
  }

  private static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
