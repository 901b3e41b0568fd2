package com.millyweb.hub.notify.sending;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which notice a message in a chat is. */
@Component
public class SentMessages {
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
    return jdbc.sql(
            """
            select key from notice_send
             where key is not null and remote is not null and split_part(target, '/', 2) = :medium
               and :message in (remote ->> 'ts', remote ->> 'id', remote ->> 'message')
               and (remote ->> 'chat' is null or remote ->> 'chat' = split_part(:conversation, '/', 2))
             order by at desc limit 1
            """)
        .param("medium", medium)
        .param("message", message)
        .param("conversation", conversation)
        .query(String.class)
        .optional();
  }
}
