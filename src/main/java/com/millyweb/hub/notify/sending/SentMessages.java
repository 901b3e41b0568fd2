package com.millyweb.hub.notify.sending;

import com.millyweb.hub.database.Sql;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which notice a message in a chat is. */
@Component
public class SentMessages {
  private static final String KEY_OF_MESSAGE = Sql.read("notify/key-of-message");

  private static final String PRESSED = Sql.read("notify/pressed");

  private static final String NOTICE_OF_MESSAGE = Sql.read("notify/notice-of-message");

  private final JdbcClient jdbc;

  SentMessages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The key of the notice that a message shows.
   *
   * @param conversation {@code <medium>/<address>}
   * @param message what the medium calls the message; it is unique at least within a chat
   */
  public Optional<String> keyOf(String conversation, String message) {
    return of(KEY_OF_MESSAGE, String.class, conversation, message);
  }

  /** The notice that a message shows, of several with one key the latest. */
  public Optional<UUID> noticeOf(String conversation, String message) {
    return of(NOTICE_OF_MESSAGE, UUID.class, conversation, message);
  }

  /** The event that carried a notice to one of its targets. */
  public Optional<UUID> eventOf(UUID notice) {
    return jdbc.sql(
            "select event_id from notice_send where notice_id = :notice and event_id is not null order by target, part limit 1")
        .param("notice", notice)
        .query(UUID.class)
        .optional();
  }

  /** What was decided by a press; empty when it decided nothing. */
  public Optional<Pressed> decidedBy(UUID press) {
    return jdbc.sql(PRESSED)
        .param("press", press)
        .query(
            (row, n) ->
                new Pressed(
                    row.getObject("event_id", UUID.class),
                    row.getString("decided_by"),
                    row.getString("button"),
                    row.getObject("notice_id", UUID.class)))
        .optional();
  }

  /**
   * A button that was pressed.
   *
   * @param event that carried the notice with the button
   * @param by a person's name
   */
  public record Pressed(UUID event, String by, String button, UUID notice) {}

  private <T> Optional<T> of(String sql, Class<T> type, String conversation, String message) {
    String medium = conversation.split("/", 2)[0];
    if (message.isEmpty() || medium.isEmpty()) {
      return Optional.empty();
    }
    return jdbc.sql(sql)
        .param("medium", medium)
        .param("message", message)
        .param("conversation", conversation)
        .query(type)
        .optional();
  }
}
