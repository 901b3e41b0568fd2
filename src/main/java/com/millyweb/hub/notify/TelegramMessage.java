package com.millyweb.hub.notify;

import com.millyweb.hub.notify.Buttons.Button;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message as Telegram takes it. */
sealed interface TelegramMessage {
  /** <a href="https://core.telegram.org/bots/api#sendmessage">After entities are parsed</a>. */
  int LIMIT = 4_096;

  /** For the number of a part, the blank lines around it, and the pointer to the file. */
  int SPARE = 120;

  int MAX_PARTS = 5;

  /**
   * @param keyboard rows of buttons; may be empty
   */
  record Text(String html, List<List<Map<String, Object>>> keyboard) implements TelegramMessage {
    /** The fields that posts and edits share. */
    Map<String, Object> payload() {
      Map<String, Object> payload = new LinkedHashMap<>();
      payload.put("text", html);
      payload.put("parse_mode", "HTML");
      payload.put("link_preview_options", Map.of("is_disabled", true));
      if (!keyboard.isEmpty()) {
        payload.put("reply_markup", Map.of("inline_keyboard", keyboard));
      }
      return payload;
    }
  }

  record Document(String name, byte[] content) implements TelegramMessage {}

  /** The text, in parts where it is long, then the files; the buttons are under the text's end. */
  static List<TelegramMessage> of(Notice notice, List<Button> buttons) {
    String head = TelegramFrame.head(notice);
    String tail = TelegramFrame.tail(notice);
    int room = LIMIT - SPARE - TelegramText.measure(head) - TelegramText.measure(tail);
    var splitter = new Splitter(room, TelegramText::length, MAX_PARTS + 1, omitted -> "…");
    List<Splitter.Part> parts = splitter.split(Tables.fenced(notice.text()));
    List<TelegramMessage> messages = new ArrayList<>();
    boolean whole = parts.size() <= MAX_PARTS;
    if (parts.isEmpty()) {
      messages.add(text(List.of(head, tail), buttons));
    } else if (whole) {
      for (Splitter.Part part : parts) {
        boolean last = part.number() == part.count();
        messages.add(
            text(
                List.of(
                    part.number() == 1 ? head : "",
                    TelegramText.html(part.text()),
                    last ? tail : "",
                    part.count() == 1 ? "" : "(%d/%d)".formatted(part.number(), part.count())),
                last ? buttons : List.of()));
      }
    } else {
      String more = "… all %d characters: notice.md".formatted(notice.text().length());
      messages.add(
          text(List.of(head, TelegramText.html(parts.get(0).text()), more, tail), buttons));
      messages.add(document("notice.md", notice.text()));
    }
    for (Notice.Attachment file : notice.attachments()) {
      if (file.content() != null) {
        messages.add(document(file.name(), file.content()));
      }
    }
    return messages;
  }

  private static Document document(String name, String content) {
    return new Document(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Text text(List<String> blocks, List<Button> buttons) {
    return new Text(
        String.join("\n\n", blocks.stream().filter(block -> !block.isEmpty()).toList()),
        TelegramFrame.keyboard(buttons));
  }
}
