package com.millyweb.hub.service.telegram;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Groups that became supergroups have another number since; Telegram says it once. */
@Component
class TelegramChats {
  private final JdbcClient jdbc;

  TelegramChats(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void moved(String chat, String to) {
    jdbc.sql(
            """
            insert into telegram_chat (chat, moved_to) values (:chat, :to)
            on conflict (chat) do update set moved_to = excluded.moved_to, at = now()
            """)
        .param("chat", chat)
        .param("to", to)
        .update();
  }

  /** The number that a chat has now. */
  String current(String chat) {
    Optional<String> to =
        jdbc.sql("select moved_to from telegram_chat where chat = :chat")
            .param("chat", chat)
            .query(String.class)
            .optional();
    return to.orElse(chat);
  }
}
