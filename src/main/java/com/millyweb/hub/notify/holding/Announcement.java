package com.millyweb.hub.notify.holding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells people in chats that a notice is held, and has the button that takes it back.
 *
 * @param notice as it was told first
 * @param targets ids of those that have it
 */
record Announcement(Notice notice, List<String> targets) {
  private static final String FIELD = "announced";

  /** The event that holds the notice names what was announced of it. */
  void writeTo(ObjectNode held) {
    held.set(FIELD, NoticeJson.MAPPER.valueToTree(this));
  }

  /** Null when nobody was told. */
  static @Nullable Announcement of(JsonNode held) {
    JsonNode announced = held.path(FIELD);
    if (!announced.isObject()) {
      return null;
    }
    List<String> targets = new ArrayList<>();
    announced.path("targets").forEach(target -> targets.add(target.asText()));
    return new Announcement(
        NoticeJson.MAPPER.convertValue(announced.path("notice"), Notice.class), targets);
  }
}
