package com.millyweb.hub.service.slack;

import com.millyweb.hub.notify.Notice;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A text that stands as a file beside the messages of a notice. */
record SlackFile(String name, String content) implements SlackPart {

  /** In place of the file where it cannot be uploaded. */
  SlackMessage pointer(Notice notice) {
    String text = "📎 %s: see notice %s".formatted(SlackMarkup.escape(name), notice.id());
    return new SlackMessage(text, List.of(SlackBlocks.context(text)));
  }

  byte[] bytes() {
    return content.getBytes(StandardCharsets.UTF_8);
  }
}
