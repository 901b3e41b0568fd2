package com.millyweb.hub.notify.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@code chat.action}: somebody who may pressed a button of a notice.
 *
 * @param medium that the button was in, or {@code api}
 * @param by the person's name, or that of the API's token
 * @param value what the notice's action stands for, e.g. {@code silence 2h}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record DecidedAction(
    String medium,
    String conversation,
    Author author,
    String by,
    @Nullable String value,
    String text,
    @Nullable String message,
    About notice,
    Map<String, String> reply) {

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Author(String id, @Nullable String name, @Nullable String team) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record About(UUID id, String channel, @Nullable String key, @Nullable String title) {}

  /** Decided once: the press is the key. The subject is the conversation, for an answer there. */
  static NewEvent event(
      ButtonPress press, String via, Notice notice, Notice.Action action, String by) {
    var data =
        new DecidedAction(
            via,
            press.conversation(),
            new Author(press.authorId(), press.authorName(), press.team()),
            by,
            action.value(),
            action.text(),
            press.message(),
            new About(notice.id(), notice.channel(), notice.key(), notice.title()),
            press.reply());
    return NewEvent.json("chat.action", "hub", NoticeJson.bytes(data))
        .withSubject(press.conversation().isEmpty() ? null : press.conversation())
        .withKey("action/" + press.cause());
  }
}
