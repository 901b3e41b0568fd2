package com.millyweb.hub.notify.sending;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.text.Truncate;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The book of what media were asked to take. Media without an idempotency key of their own get by
 * it what can be had: no part is sent again once its answer was heard.
 */
@Component
public class SendLedger {
  private static final int MAX_ERROR = 1_000;
  private static final String BEGIN = Sql.read("notify/begin");
  private static final String EARLIER = Sql.read("notify/earlier");
  private static final String ABANDONED = Sql.read("notify/abandoned");
  private static final String ACCEPTED = Sql.read("notify/accepted");
  private static final String THREAD_START = Sql.read("notify/thread-start");
  private static final String LEAVE_THREAD = Sql.read("notify/leave-thread");
  private static final String FIRST_MESSAGE = Sql.read("notify/first-message");
  private static final String KEY_START = Sql.read("notify/key-start");
  private static final String IS_SENDING = Sql.read("notify/is-sending");
  private static final String FORGET_REMOTE = Sql.read("notify/forget-remote");
  private static final String ANSWERED = Sql.read("notify/answered");
  private static final String END = Sql.read("notify/end");

  private final JdbcClient jdbc;

  public SendLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The parts of a delivery that the medium has. */
  Set<Integer> accepted(NoticeDelivery delivery) {
    return new HashSet<>(
        jdbc.sql(ACCEPTED)
            .param("notice", delivery.notice().id())
            .param("target", delivery.target().id())
            .query(Integer.class)
            .list());
  }

  /** The messages that show the delivery's key now, in the order of their parts. */
  List<Earlier> earlier(NoticeDelivery delivery) {
    return jdbc.sql(EARLIER)
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("key", delivery.notice().key())
        .query(
            (row, number) ->
                new Earlier(
                    row.getInt("part"),
                    row.getObject("notice_id", UUID.class),
                    json(row.getString("remote"))))
        .list();
  }

  /** What the medium calls the first message of the delivery's thread. */
  public Optional<JsonNode> threadStart(NoticeDelivery delivery) {
    return jdbc.sql(THREAD_START)
        .param("target", delivery.target().id())
        .param("thread", delivery.notice().thread())
        .query((row, number) -> json(row.getString("remote")))
        .optional();
  }

  /** The thread's first message is gone: this delivery begins the thread again. */
  public void leaveThread(NoticeDelivery delivery) {
    jdbc.sql(LEAVE_THREAD)
        .param("target", delivery.target().id())
        .param("thread", delivery.notice().thread())
        .param("notice", delivery.notice().id())
        .update();
  }

  /** What the medium calls the first message of the delivery itself. */
  public Optional<JsonNode> first(NoticeDelivery delivery) {
    return jdbc.sql(FIRST_MESSAGE)
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .query((row, number) -> json(row.getString("remote")))
        .optional();
  }

  /** What the medium calls the first message of the delivery's key. */
  public Optional<JsonNode> keyStart(NoticeDelivery delivery) {
    return jdbc.sql(KEY_START)
        .param("target", delivery.target().id())
        .param("key", delivery.notice().key())
        .query((row, number) -> json(row.getString("remote")))
        .optional();
  }

  /** Whether a target took nothing since then, although it was tried so often. */
  public boolean isAbandoned(Target target, Instant since, int attempts) {
    return jdbc.sql(ABANDONED)
        .param("target", target.id())
        .param("since", Timestamp.from(since))
        // ids of notices begin with the milliseconds since 1970
        .param("before", new UUID(since.toEpochMilli() << 16, 0))
        .param("attempts", attempts)
        .query(Boolean.class)
        .single();
  }

  /** Whether an attempt asked for the part and never wrote down what came of it. */
  boolean isUnheard(NoticeDelivery delivery, int part) {
    return jdbc.sql(IS_SENDING)
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("part", part)
        .query(Boolean.class)
        .single();
  }

  void begin(NoticeDelivery delivery, int part) {
    jdbc.sql(BEGIN)
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("part", part)
        .param("event", delivery.eventId())
        .param("key", delivery.notice().key())
        .param("thread", delivery.notice().thread())
        .update();
  }

  /**
   * @param remote what the medium calls the message; null when it does not tell
   */
  void accepted(NoticeDelivery delivery, int part, @Nullable JsonNode remote) {
    end(delivery, part, "accepted", false, remote, null);
  }

  void refused(NoticeDelivery delivery, int part, String error) {
    end(delivery, part, "refused", false, null, error);
  }

  void failed(NoticeDelivery delivery, int part, String error) {
    end(delivery, part, "failed", false, null, error);
  }

  /** The request went out and no answer came: the message may be there. */
  void unanswered(NoticeDelivery delivery, int part, String error) {
    end(delivery, part, "failed", true, null, error);
  }

  /** The message is gone, so that no later notice edits it. */
  void forget(NoticeDelivery delivery, Earlier earlier) {
    jdbc.sql(FORGET_REMOTE)
        .param("notice", earlier.noticeId())
        .param("target", delivery.target().id())
        .param("key", delivery.notice().key())
        .param("part", earlier.part())
        .update();
  }

  /**
   * Whether another notice was the answer to the same message, as its remote's {@code answers}
   * says.
   */
  public boolean answered(NoticeDelivery delivery) {
    return jdbc.sql(ANSWERED)
        .param("target", delivery.target().id())
        .param("notice", delivery.notice().id())
        .param("answers", String.valueOf(delivery.notice().answers()))
        .query(Boolean.class)
        .single();
  }

  public int deleteBefore(Instant limit) {
    return jdbc.sql("delete from notice_send where at < :limit")
        .param("limit", Timestamp.from(limit))
        .update();
  }

  private void end(
      NoticeDelivery delivery,
      int part,
      String state,
      boolean ambiguous,
      @Nullable JsonNode remote,
      @Nullable String error) {
    jdbc.sql(END)
        .param("state", state)
        .param("ambiguous", ambiguous)
        .param("remote", remote == null ? null : remote.toString())
        .param("error", error == null ? null : stored(error))
        .param("notice", delivery.notice().id())
        .param("target", delivery.target().id())
        .param("part", part)
        .update();
  }

  private static String stored(String error) {
    // Postgres text cannot hold U+0000
    return Truncate.to(error.replace('\0', '\uFFFD'), MAX_ERROR);
  }

  private static JsonNode json(String text) throws SQLException {
    try {
      return NoticeJson.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("notice_send has unreadable JSON", e);
    }
  }

  /** A message that an earlier, or a later, notice with the same key made. */
  record Earlier(int part, UUID noticeId, JsonNode remote) {}
}
