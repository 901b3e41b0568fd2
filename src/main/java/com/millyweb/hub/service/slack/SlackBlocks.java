package com.millyweb.hub.service.slack;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.service.slack.SlackBlock.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  static List<SlackBlock> head(Notice notice) {
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    String title = notice.title();
    if (title == null || title.isBlank()) {
      return sign.isEmpty() ? List.of() : List.of(context(sign + notice.severity().name()));
    }
    String whole = SlackMarkup.quiet(sign + title.replaceAll("\\s+", " ").strip());
    return whole.length() <= HEADER - SPARE
        ? List.of(new SlackBlock.Header(Text.plain(whole.replaceAll("<(?=[!@#])", "<\u2060"))))
        : List.of(section("*" + SlackMarkup.escape(SlackText.plainCut(whole, TITLE)) + "*"));
  }

  /**
   * @param uploads whether texts that the notice brings along stand there as files
   */
  static List<SlackBlock> tail(Notice notice, List<Buttons.Button> buttons, boolean uploads) {
    List<SlackBlock> blocks = new ArrayList<>(fields(notice.fields()));
    List<String> links = links(notice, buttons, uploads);
    if (!links.isEmpty()) {
      blocks.add(section(String.join(" · ", links)));
    }
    List<SlackBlock.Button> pressed = pressed(buttons);
    if (!pressed.isEmpty()) {
      blocks.add(SlackBlock.Actions.of(notice.id().toString(), pressed));
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

  static SlackBlock section(String mrkdwn) {
    return new SlackBlock.Section(Text.of(mrkdwn), null);
  }

  static SlackBlock context(String mrkdwn) {
    return new SlackBlock.Context(List.of(Text.of(mrkdwn)));
  }

  /** All words of blocks, as mrkdwn. */
  static String words(List<SlackBlock> blocks) {
    return blocks.stream()
        .flatMap(block -> block.words().stream())
        .collect(Collectors.joining("\n"));
  }

  private static List<SlackBlock> fields(List<Notice.Field> fields) {
    List<SlackBlock> blocks = new ArrayList<>();
    List<Text> row = new ArrayList<>();
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
        row.add(Text.of(text));
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

  private static void flush(List<Text> row, List<SlackBlock> blocks) {
    if (!row.isEmpty()) {
      blocks.add(new SlackBlock.Section(null, List.copyOf(row)));
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
  private static List<SlackBlock.Button> pressed(List<Buttons.Button> buttons) {
    List<SlackBlock.Button> elements = new ArrayList<>();
    for (Buttons.Button button : buttons) {
      if (button.token() == null || elements.size() == BUTTONS) {
        continue;
      }
      elements.add(
          new SlackBlock.Button(
              "button",
              "notice/" + elements.size(),
              Text.plain(SlackText.plainCut(button.text(), BUTTON)),
              button.token(),
              button.style()));
    }
    return elements;
  }
}
