package com.millyweb.hub.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The medium that is always there: notices kept in the hub's own database. */
@Component
public class Inbox implements Medium {
  private static final int MAX_PAGE = 200;
  private static final String KEEP = Sql.read("notify/keep");
  private static final String KEEP_KEYED = Sql.read("notify/keep-keyed");
  private static final String PAGE = Sql.read("notify/page");

  private final JdbcClient jdbc;

  Inbox(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The latest notices first.
   *
   * @param after {@code next} of the page before; null for the first page
   * @throws IllegalArgumentException when the cursor is not from such a page
   */
  public Page<Entry> page(@Nullable Cursor after, int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was: %d".formatted(MAX_PAGE, limit));
    }
    List<Entry> entries =
        jdbc.sql(PAGE)
            .param("at", after == null ? null : Timestamp.from(after.at()))
            .param("id", after == null ? null : after.uuid())
            .param("limit", limit + 1)
            .query(Inbox::entry)
            .list();
    return Page.of(entries, limit, last -> new Cursor(last.updatedAt(), last.id().toString()));
  }

  /** A notice by the id that it has in the inbox, or by that of an update. */
  public Optional<Entry> find(UUID id) {
    return jdbc.sql("select * from notice where id = :id or latest = :id order by id limit 1")
        .param("id", id)
        .query(Inbox::entry)
        .optional();
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void check(Target target) {
    if (target.webhookUrl() != null || target.token() != null || target.address() != null) {
      throw new IllegalArgumentException("the inbox has neither address, webhook-url nor token");
    }
  }

  @Override
  public String destination(Target target) {
    return name();
  }

  @Override
  public Sent send(NoticeDelivery delivery) {
    Notice notice = delivery.notice();
    int kept =
        jdbc.sql(notice.key() == null ? KEEP : KEEP_KEYED)
            .param("id", notice.id())
            .param("eventId", delivery.eventId())
            .param("channel", notice.channel())
            .param("key", notice.key())
            .param("thread", notice.thread())
            .param("title", storable(notice.title()))
            .param("text", storable(notice.text()))
            .param("severity", notice.severity().name())
            .param("fields", json(notice.fields()))
            .param("link", notice.link() == null ? null : json(notice.link()))
            .param("actions", json(notice.actions()))
            .param("attachments", json(notice.attachments()))
            .param("time", Timestamp.from(notice.time()))
            .update();
    return kept == 0 ? Sent.superseded : Sent.accepted;
  }

  /** Deletes what nobody touched since then. */
  int deleteBefore(Instant limit) {
    return jdbc.sql("delete from notice where updated_at < :limit")
        .param("limit", Timestamp.from(limit))
        .update();
  }

  /** Postgres text cannot hold U+0000. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private static String json(Object value) {
    try {
      return NoticeJson.MAPPER.writeValueAsString(value).replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    String link = row.getString("link");
    return new Entry(
        row.getObject("id", UUID.class),
        row.getString("channel"),
        row.getString("key"),
        row.getString("thread"),
        row.getString("title"),
        row.getString("text"),
        Severity.valueOf(row.getString("severity")),
        read(row.getString("fields"), new TypeReference<List<Notice.Field>>() {}),
        link == null ? null : read(link, new TypeReference<Notice.Link>() {}),
        read(row.getString("actions"), new TypeReference<List<Notice.Action>>() {}),
        read(row.getString("attachments"), new TypeReference<List<Notice.Attachment>>() {}),
        row.getObject("event_id", UUID.class),
        row.getInt("updates"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private static <T> T read(String json, TypeReference<T> type) throws SQLException {
    try {
      return NoticeJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("Notice has unreadable JSON", e);
    }
  }

  /**
   * @param id of the first notice with this key
   * @param text Markdown
   * @param eventId of the event that brought what it shows
   * @param updates how often a later notice with the same key changed it
   */
  public record Entry(
      UUID id,
      String channel,
      @Nullable String key,
      @Nullable String thread,
      @Nullable String title,
      String text,
      Severity severity,
      List<Notice.Field> fields,
      Notice.@Nullable Link link,
      List<Notice.Action> actions,
      List<Notice.Attachment> attachments,
      UUID eventId,
      int updates,
      Instant createdAt,
      Instant updatedAt) {}
}
