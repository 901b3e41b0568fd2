package com.millyweb.hub.service.slack;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
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

  /** Of a header, for what keeps its words from calling anybody. */
  private static final int SPARE = 10;

  private static final int FIELDS = 10;
  private static final int FIELD = 2_000;
  private static final int BUTTON = 75;

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
    if (title == null || title.isBlank()) {
      return sign.isEmpty() ? List.of() : List.of(context(sign + notice.severity().name()));
    }
    String whole = SlackMarkup.quiet(sign + title.replaceAll("\\s+", " ").strip());
    return whole.length() <= HEADER - SPARE
        ? List.of(
            Map.of("type", "header", "text", plain(whole.replaceAll("<(?=[!@#])", "<\u2060"))))
        : List.of(section("*" + SlackMarkup.escape(SlackText.plainCut(whole, TITLE)) + "*"));
  }

  /**
   * @param uploads whether texts that the notice brings along stand there as files
   */
  static List<Object> tail(Notice notice, List<Buttons.Button> buttons, boolean uploads) {
    List<Object> blocks = new ArrayList<>(fields(notice.fields()));
    List<String> links = links(notice, buttons, uploads);
    if (!links.isEmpty()) {
      blocks.add(section(String.join(" · ", links)));
    }
    List<Object> pressed = pressed(buttons);
    if (!pressed.isEmpty()) {
      blocks.add(
          Map.of("type", "actions", "block_id", "notice/" + notice.id(), "elements", pressed));
    }
    long asked = buttons.stream().filter(button -> button.token() != null).count();
    if (asked > pressed.size()) {
      blocks.add(
          context(
              "… and %d more to choose from in the hub: notice %s"
                  .formatted(asked - pressed.size(), notice.id())));
    }
    return blocks;
  }

  static Map<String, Object> section(String mrkdwn) {
    return Map.of("type", "section", "text", mrkdwn(mrkdwn));
  }

  static Map<String, Object> context(String mrkdwn) {
    return Map.of("type", "context", "elements", List.of(mrkdwn(mrkdwn)));
  }

  /** All words of blocks, as mrkdwn. Buttons are named: they can be pressed in the hub. */
  static String words(List<Object> blocks) {
    List<String> words = new ArrayList<>();
    collect(blocks, words);
    return String.join("\n", words);
  }

  private static void collect(Object json, List<String> words) {
    if (json instanceof List<?> list) {
      list.forEach(item -> collect(item, words));
    } else if (json instanceof Map<?, ?> map) {
      if ("actions".equals(map.get("type"))) {
        List<String> labels = new ArrayList<>();
        collect(map.get("elements"), labels);
        String notice = String.valueOf(map.get("block_id")).replaceFirst("^notice/", "");
        words.add(
            "To be answered in the hub, notice " + notice + ": " + String.join(" · ", labels));
      } else if (map.get("text") instanceof String text) {
        words.add("plain_text".equals(map.get("type")) ? SlackMarkup.escape(text) : text);
      } else {
        map.values().forEach(value -> collect(value, words));
      }
    }
  }

  private static List<Object> fields(List<Notice.Field> fields) {
    List<Object> blocks = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    int room = ALL_FIELDS;
    int done = 0;
    for (Notice.Field field : fields) {
      String title = SlackMarkup.escape(SlackText.plainCut(field.title(), BUTTON));
      String value = SlackText.cut(field.value(), FIELD - BUTTON - 3);
      String text = title.isBlank() ? value : "*" + title + "*\n" + value;
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
  private static List<String> links(Notice notice, List<Buttons.Button> buttons, boolean uploads) {
    List<String> all = new ArrayList<>();
    Notice.Link link = notice.link();
    if (link != null) {
      all.add(link(link.url(), link.text() == null ? "" : link.text()));
    }
    for (Buttons.Button button : buttons) {
      if (button.url() != null) {
        all.add(link(button.url(), button.text()));
      }
    }
    for (Notice.Attachment file : notice.attachments()) {
      String name = SlackText.plainCut(file.name(), HEADER);
      if (file.url() != null) {
        all.add("📎 " + link(file.url(), name));
      } else if (!uploads) {
        all.add("📎 %s: see notice %s".formatted(SlackMarkup.escape(name), notice.id()));
      }
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

  /** Every button has an id of its own; what it stands for is in the value, which nobody sees. */
  private static List<Object> pressed(List<Buttons.Button> buttons) {
    List<Object> elements = new ArrayList<>();
    for (Buttons.Button button : buttons) {
      if (button.token() == null || elements.size() == BUTTONS) {
        continue;
      }
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("type", "button");
      element.put("action_id", "notice/" + elements.size());
      element.put("text", plain(SlackText.plainCut(button.text(), BUTTON)));
      element.put("value", button.token());
      if (button.style() != null) {
        element.put("style", button.style());
      }
      elements.add(element);
    }
    return elements;
  }

  private static Map<String, Object> mrkdwn(String text) {
    // names of channels and people in it do not become links that call them
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }
}
