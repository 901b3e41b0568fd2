package com.millyweb.hub.service.telegram;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around the text of a notice, bounded so that the text has room. */
final class TelegramFrame {
  private static final int TITLE = 256;
  private static final int FIELD = 400;
  private static final int ALL_FIELDS = 1_200;

  /** A message has a hundred marks, of which its text needs the most. */
  private static final int MARKED_FIELDS = 20;

  private static final int LINK = 100;
  private static final int ALL_LINKS = 600;
  private static final int BUTTON = 60;

  /** Buttons side by side, when their words are short. */
  private static final int ROW = 3;

  private static final int SHORT = 16;
  private static final int BUTTONS = 100;

  private TelegramFrame() {}

  static String head(Notice notice) {
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    String title = notice.title();
    if (title == null) {
      return sign.isEmpty() ? "" : sign + notice.severity().name();
    }
    String words = TelegramText.words(title.replaceAll("\\s+", " ").strip(), TITLE);
    return words.isEmpty() ? sign.strip() : sign + "<b>" + TelegramMarkup.escape(words) + "</b>";
  }

  static String tail(Notice notice) {
    List<String> lines = fields(notice.fields());
    String links = links(notice);
    if (!links.isEmpty()) {
      lines.add(links);
    }
    return String.join("\n", lines);
  }

  /**
   * Every row is an array of <a
   * href="https://core.telegram.org/bots/api#inlinekeyboardbutton">buttons</a>.
   */
  static List<List<TelegramRequest.Button>> keyboard(List<Button> buttons) {
    List<List<TelegramRequest.Button>> rows = new ArrayList<>();
    List<TelegramRequest.Button> row = new ArrayList<>();
    int count = 0;
    for (Button button : buttons) {
      if (!isButton(button) || count++ == BUTTONS) {
        continue;
      }
      boolean wide = button.text().length() > SHORT;
      if (!row.isEmpty() && (wide || row.size() == ROW)) {
        rows.add(row);
        row = new ArrayList<>();
      }
      row.add(json(button));
      if (wide) {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
    return rows;
  }

  private static boolean isButton(Button button) {
    return button.token() != null || button.url() != null && isButtonUrl(button.url());
  }

  private static boolean isButtonUrl(String url) {
    return url.regionMatches(true, 0, "http", 0, 4) && TelegramMarkup.isReachable(url);
  }

  private static TelegramRequest.Button json(Button button) {
    return new TelegramRequest.Button(
        Truncate.to(button.text(), BUTTON),
        button.token(),
        button.token() == null ? button.url() : null,
        button.style());
  }

  private static List<String> fields(List<Notice.Field> fields) {
    List<String> lines = new ArrayList<>();
    int room = ALL_FIELDS;
    for (Notice.Field field : fields) {
      String title = TelegramMarkup.escape(TelegramText.words(field.title(), LINK));
      String value = TelegramText.cut(field.value(), FIELD);
      String name = fields.size() > MARKED_FIELDS ? title : "<b>" + title + "</b>";
      String line = title.isBlank() ? value : name + (field.brief() ? ": " : "\n") + value;
      room -= TelegramText.measure(line) + 1;
      if (room < 0) {
        lines.add("… and %d more fields".formatted(fields.size() - lines.size()));
        break;
      }
      lines.add(line);
    }
    return lines;
  }

  /** Also of actions that can be no button. */
  private static String links(Notice notice) {
    List<String> all = new ArrayList<>();
    if (notice.link() != null) {
      all.add(link(notice.link().url(), notice.link().text()));
    }
    for (Notice.Action action : notice.actions()) {
      if (action.url() != null && !isButtonUrl(action.url())) {
        all.add(link(action.url(), action.text()));
      }
    }
    for (Notice.Attachment file : notice.attachments()) {
      if (file.url() != null) {
        all.add("📎 " + link(file.url(), file.name()));
      }
    }
    List<String> fitting = new ArrayList<>();
    int room = ALL_LINKS;
    for (String one : all) {
      room -= TelegramText.measure(one) + 3;
      if (room < 0) {
        fitting.add("… and %d more".formatted(all.size() - fitting.size()));
        break;
      }
      fitting.add(one);
    }
    return String.join(" · ", fitting);
  }

  private static String link(String url, @Nullable String words) {
    String label = words == null ? "" : Truncate.to(words, LINK);
    return TelegramQuiet.html(new TelegramMarkup().link(url, label));
  }
}
