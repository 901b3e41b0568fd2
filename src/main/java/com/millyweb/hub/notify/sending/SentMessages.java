package com.millyweb.hub.notify.sending;

import com.millyweb.hub.database.Sql;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which notice a message in a chat is. */
@Component
public class SentMessages {
  private static final String KEY_OF_MESSAGE = Sql.read("notify/key-of-message");

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
    String medium = conversation.split("/", 2)[0];
    if (message.isEmpty() || medium.isEmpty()) {
      return Optional.empty();
    }
    return jdbc.sql(KEY_OF_MESSAGE)
        .param("medium", medium)
        .param("message", message)
        .param("conversation", conversation)
        .query(String.class)
        .optional();
  }
}
