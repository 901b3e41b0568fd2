package com.millyweb.hub.notify.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.NotifyProperties;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What becomes of the actions of a notice: one decision each, made once, by the first who may. All
 * buttons of a notice, on every medium, belong to the same decision.
 */
@Component
public class Decisions {
  private static final String OPEN = Sql.read("notify/open-decision");
  private static final String CURRENT = Sql.read("notify/current-decision");
  private static final String DECIDE = Sql.read("notify/decide");
  private static final String SUPERSEDE_DECISIONS = Sql.read("notify/supersede-decisions");

  private final JdbcClient jdbc;
  private final Clock clock;
  private final NotifyProperties properties;

  public Decisions(JdbcClient jdbc, Clock clock, NotifyProperties properties) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.properties = properties;
  }

  /**
   * @param state open, decided or superseded
   * @param notice as it was sent, with its actions
   * @param target that the notice went to first; of a conversation the only one
   * @param action index of the chosen action
   * @param by whom it was decided
   * @param cause the event that decided it
   */
  record Decision(
      UUID noticeId,
      String state,
      Notice notice,
      String target,
      Instant expiresAt,
      @Nullable Integer action,
      @Nullable String by,
      @Nullable Instant at,
      @Nullable UUID cause) {

    Notice.Action chosen(int index) {
      return notice.actions().get(index);
    }
  }

  /** Before a notice is sent: its buttons can be pressed from now on, those before it no more. */
  public void prepare(NoticeDelivery delivery) {
    if (delivery.notice().actions().stream().anyMatch(action -> action.value() != null)) {
      open(delivery);
    }
    supersede(delivery);
  }

  private void open(NoticeDelivery delivery) {
    Notice notice = delivery.notice();
    Instant now = clock.instant();
    jdbc.sql(OPEN)
        .param("notice", notice.id())
        .param("channel", notice.channel())
        .param("key", notice.key())
        .param("target", delivery.target().id())
        .param("event", delivery.eventId())
        .param("json", NoticeJson.text(notice))
        .param("now", Timestamp.from(now))
        .param("expires", Timestamp.from(now.plus(properties.actionsExpire())))
        .update();
  }

  /** A later notice with the same key has buttons of its own, or none. */
  private void supersede(NoticeDelivery delivery) {
    Notice notice = delivery.notice();
    if (notice.key() != null) {
      jdbc.sql(SUPERSEDE_DECISIONS)
          .param("channel", notice.channel())
          .param("key", notice.key())
          .param("notice", notice.id())
          .update();
    }
  }

  /**
   * What there is to decide about a notice of the inbox, which shows the latest of its key: of
   * those with buttons, the last one.
   */
  Optional<Decision> current(UUID noticeId) {
    return jdbc.sql(CURRENT)
        .param("notice", noticeId)
        .query(UUID.class)
        .optional()
        .flatMap(this::find)
        .or(() -> find(noticeId));
  }

  Optional<Decision> find(UUID noticeId) {
    return jdbc.sql("select * from notice_decision where notice_id = :notice")
        .param("notice", noticeId)
        .query(
            (row, n) ->
                new Decision(
                    row.getObject("notice_id", UUID.class),
                    row.getString("state"),
                    read(row.getString("notice")),
                    row.getString("target"),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                    row.getObject("action", Integer.class),
                    row.getString("decided_by"),
                    instant(row.getObject("decided_at", OffsetDateTime.class)),
                    row.getObject("cause", UUID.class)))
        .optional();
  }

  /**
   * Makes the decision, unless it was made before or came too late.
   *
   * @param cause the event or request; the same one again finds its own decision
   * @return whether this cause decided it
   */
  boolean decide(UUID noticeId, int action, String by, UUID cause) {
    return jdbc.sql(DECIDE)
            .param("notice", noticeId)
            .param("action", action)
            .param("by", by)
            .param("cause", cause)
            .param("now", Timestamp.from(clock.instant()))
            .query(Long.class)
            .single()
        > 0;
  }

  public int deleteBefore(Instant limit) {
    return jdbc.sql("delete from notice_decision where created_at < :limit")
        .param("limit", Timestamp.from(limit))
        .update();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static Notice read(String json) {
    try {
      JsonNode node = NoticeJson.MAPPER.readTree(json);
      return NoticeJson.MAPPER.treeToValue(node, Notice.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A decision has an unreadable notice", e);
    }
  }
}
