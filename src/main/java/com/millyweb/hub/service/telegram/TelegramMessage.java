package com.millyweb.hub.service.telegram;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Tables;
import com.millyweb.hub.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message as Telegram takes it. */
public sealed interface TelegramMessage {
  /** <a href="https://core.telegram.org/bots/api#sendmessage">After entities are parsed</a>. */
  int LIMIT = 4_096;

  /** For the number of a part, the blank lines around it, and the pointer to the file. */
  int SPARE = 120;

  int MAX_PARTS = 5;

  /**
   * @param keyboard rows of buttons; may be empty
   * @param plain whether it goes out without its markup
   */
  record Text(String html, List<List<TelegramRequest.Button>> keyboard, boolean plain)
      implements TelegramMessage {

    /**
     * The same words without markup, and without buttons that lead to a URL, which is said in words
     * then; in the end without any buttons. Null when there is nothing to be taken away.
     */
    @Nullable Text barer(String notice) {
      List<String> words = new ArrayList<>();
      List<List<TelegramRequest.Button>> pressed = new ArrayList<>();
      List<String> left = new ArrayList<>();
      for (List<TelegramRequest.Button> row : keyboard) {
        List<TelegramRequest.Button> kept = new ArrayList<>();
        for (TelegramRequest.Button button : row) {
          if (button.url() != null) {
            words.add("%s: %s".formatted(button.text(), button.url()));
          } else if (plain) {
            left.add(button.text());
          } else {
            kept.add(button);
          }
        }
        if (!kept.isEmpty()) {
          pressed.add(kept);
        }
      }
      if (!left.isEmpty()) {
        words.add(
            "To be answered in the hub, notice %s: %s".formatted(notice, String.join(" · ", left)));
      }
      if (plain && keyboard.isEmpty()) {
        return null;
      }
      String tail = Truncate.to("\n" + String.join("\n", words), LIMIT / 2).stripTrailing();
      String head = Truncate.to(TelegramText.seen(html), LIMIT - tail.length());
      return new Text(TelegramMarkup.escape(head + tail), pressed, true);
    }

    /** The fields that posts and edits share. */
    TelegramRequest.Content payload() {
      // what was code stands open now; a text that was cut may grow by a sign
      String text = plain ? TelegramText.words(TelegramText.seen(html), LIMIT - 8) : html;
      return TelegramRequest.Content.of(text, !plain, keyboard);
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
      // Telegram takes no empty file
      if (file.content() != null && !file.content().isEmpty()) {
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
        TelegramFrame.keyboard(buttons),
        false);
  }
}
