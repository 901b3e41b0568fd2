package com.millyweb.hub.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The <a href="https://docs.slack.dev/reference/block-kit/blocks">blocks</a> of a notice, within
 * the limits stated there.
 */
final class SlackBlocks {
  static final int SECTION = 3_000;
  private static final int HEADER = 150;
  private static final int FIELDS = 10;
  private static final int FIELD = 2_000;
  private static final int BUTTON = 75;
  private static final int VALUE = 2_000;

  /** Our own bounds, which leave a message room for its text. */
  private static final int TITLE = 1_000;

  private static final int ALL_FIELDS = 4_000;
  private static final int FIELD_BLOCKS = 20;
  private static final int ALL_LINKS = 2_500;
  private static final int BUTTONS = 10;

  private SlackBlocks() {}

  static List<Object> head(Notice notice) {
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    String title = notice.title();
    if (title == null) {
      return sign.isEmpty() ? List.of() : List.of(context(sign + notice.severity().name()));
    }
    String whole = sign + title.replaceAll("\\s+", " ").strip();
    return whole.length() <= HEADER
        ? List.of(Map.of("type", "header", "text", plain(whole)))
        : List.of(section("*" + SlackMarkup.escape(SlackText.plainCut(whole, TITLE)) + "*"));
  }

  static List<Object> tail(Notice notice) {
    List<Object> blocks = new ArrayList<>(fields(notice.fields()));
    List<String> links = links(notice);
    if (!links.isEmpty()) {
      blocks.add(section(String.join(" · ", links)));
    }
    List<Object> buttons = buttons(notice.actions());
    if (!buttons.isEmpty()) {
      blocks.add(
          Map.of("type", "actions", "block_id", "notice/" + notice.id(), "elements", buttons));
    }
    return blocks;
  }

  static Map<String, Object> section(String mrkdwn) {
    return Map.of("type", "section", "text", mrkdwn(mrkdwn));
  }

  static Map<String, Object> context(String mrkdwn) {
    return Map.of("type", "context", "elements", List.of(mrkdwn(mrkdwn)));
  }

  private static List<Object> fields(List<Notice.Field> fields) {
    List<Object> blocks = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    int room = ALL_FIELDS;
    int done = 0;
    for (Notice.Field field : fields) {
      String title = SlackMarkup.escape(SlackText.plainCut(field.title(), BUTTON));
      String text = "*" + title + "*\n" + SlackText.cut(field.value(), FIELD - BUTTON - 3);
      room -= text.length();
      if (room < 0 || blocks.size() == FIELD_BLOCKS) {
        break;
      }
      done++;
      if (!field.brief() || row.size() == FIELDS) {
        flush(row, blocks);
      }
      if (field.brief()) {
        row.add(mrkdwn(text));
      } else {
        blocks.add(section(text));
      }
    }
    flush(row, blocks);
    if (done < fields.size()) {
      blocks.add(context("… and %d more fields".formatted(fields.size() - done)));
    }
    return blocks;
  }

  private static void flush(List<Object> row, List<Object> blocks) {
    if (!row.isEmpty()) {
      blocks.add(Map.of("type", "section", "fields", List.copyOf(row)));
      row.clear();
    }
  }

  /** Buttons with a URL need an app that answers their press, links do not. */
  private static List<String> links(Notice notice) {
    List<String> all = new ArrayList<>();
    Notice.Link link = notice.link();
    if (link != null) {
      all.add(link(link.url(), link.text() == null ? "" : link.text()));
    }
    for (Notice.Action action : notice.actions()) {
      if (action.url() != null) {
        all.add(link(action.url(), action.text()));
      }
    }
    for (Notice.Attachment file : notice.attachments()) {
      String name = SlackText.plainCut(file.name(), HEADER);
      all.add("📎 " + (file.url() == null ? SlackMarkup.escape(name) : link(file.url(), name)));
    }
    List<String> fitting = new ArrayList<>();
    int room = ALL_LINKS;
    for (String one : all) {
      room -= one.length() + 3;
      if (room < 0) {
        fitting.add("… and %d more".formatted(all.size() - fitting.size()));
        break;
      }
      fitting.add(one);
    }
    return fitting;
  }

  private static String link(String url, String words) {
    return new SlackMarkup().link(url, SlackText.plainCut(words, HEADER));
  }

  private static List<Object> buttons(List<Notice.Action> actions) {
    List<Object> buttons = new ArrayList<>();
    for (Notice.Action action : actions) {
      String value = action.value();
      if (value == null || buttons.size() == BUTTONS) {
        continue;
      }
      if (value.length() > VALUE) {
        throw new IllegalArgumentException(
            "The value of action '%s' must have at most %d characters in Slack, had %d"
                .formatted(action.text(), VALUE, value.length()));
      }
      Map<String, Object> button = new LinkedHashMap<>();
      button.put("type", "button");
      button.put("action_id", "notice/" + buttons.size());
      button.put("text", plain(SlackText.plainCut(action.text(), BUTTON)));
      button.put("value", value);
      if (action.style() != null) {
        button.put("style", action.style());
      }
      buttons.add(button);
    }
    return buttons;
  }

  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text);
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }
}
