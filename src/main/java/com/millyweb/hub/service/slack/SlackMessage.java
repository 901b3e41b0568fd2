package com.millyweb.hub.service.slack;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.text.PlainMarkup;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One message as Slack takes it.
 *
 * @param text what a notification shows, and who cannot see blocks
 */
public record SlackMessage(String text, List<Object> blocks) implements SlackPart {
  /**
   * Slack refuses more with {@code msg_blocks_too_long} at about 13,200 characters, which it does
   * not document: <a
   * href="https://github.com/slackapi/bolt-js/issues/2509">slackapi/bolt-js#2509</a>.
   */
  private static final int ALL_TEXT = 12_000;

  private static final int MAX_PARTS = 5;

  /** The file with a text that is longer than what messages show of it. */
  private static final String WHOLE = "notice.md";

  /** Far more than a message's text has; its blocks are bounded by their length. */
  private static final int SECTIONS = 25;

  /** For the numbers of parts and the fences that sections add. */
  private static final int SPARE = 500;

  private static final int NOTIFICATION = 300;
  private static final Splitter SECTION =
      new Splitter(
          SlackBlocks.SECTION,
          SlackText::length,
          SECTIONS,
          omitted -> "… %d more characters".formatted(omitted));

  /**
   * The messages of a notice, then its files.
   *
   * @param uploads whether there can be files; else a line says where to read them
   */
  public static List<SlackPart> of(Notice notice, List<Buttons.Button> buttons, boolean uploads) {
    List<Object> head = SlackBlocks.head(notice);
    List<Object> tail = SlackBlocks.tail(notice, buttons, uploads);
    var splitter =
        new Splitter(
            ALL_TEXT - SPARE - length(head) - length(tail),
            SlackText::length,
            MAX_PARTS,
            omitted ->
                "… %d more characters: see %s"
                    .formatted(omitted, uploads ? WHOLE : "notice " + notice.id()));
    List<Splitter.Part> parts = splitter.split(Tables.fenced(notice.text()));
    if (parts.isEmpty()) {
      parts = List.of(new Splitter.Part("", 1, 1));
    }
    boolean cut = parts.size() == MAX_PARTS && parts.get(MAX_PARTS - 1).text().endsWith(WHOLE);
    List<SlackPart> messages = new ArrayList<>();
    for (Splitter.Part part : parts) {
      List<Object> blocks = new ArrayList<>();
      if (part.number() == 1) {
        blocks.addAll(head);
      }
      for (Splitter.Part section : SECTION.split(part.text())) {
        blocks.add(SlackBlocks.section(SlackText.mrkdwn(section.text())));
      }
      if (part.number() == part.count()) {
        blocks.addAll(tail);
      }
      if (part.count() > 1) {
        blocks.add(SlackBlocks.context("(%d/%d)".formatted(part.number(), part.count())));
      }
      messages.add(new SlackMessage(notification(notice, part), blocks));
    }
    if (uploads) {
      messages.addAll(files(notice, cut));
    }
    return messages;
  }

  private static List<SlackFile> files(Notice notice, boolean cut) {
    List<SlackFile> files = new ArrayList<>();
    if (cut) {
      files.add(new SlackFile(WHOLE, notice.text()));
    }
    for (Notice.Attachment attachment : notice.attachments()) {
      // Slack takes no empty file
      if (attachment.content() != null && !attachment.content().isEmpty()) {
        files.add(new SlackFile(attachment.name(), attachment.content()));
      }
    }
    return files;
  }

  /** Nothing but its words, for a Slack that does not take its blocks. */
  SlackMessage bare() {
    return new SlackMessage(SlackBlocks.words(blocks), List.of());
  }

  boolean isBare() {
    return blocks.isEmpty();
  }

  /** The fields that all of Slack's ways to post share. */
  public Map<String, Object> payload() {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", text);
    if (!blocks.isEmpty()) {
      payload.put("blocks", blocks);
    }
    // a notice calls nobody, whoever wrote its words
    payload.put("parse", "none");
    payload.put("link_names", false);
    payload.put("unfurl_links", false);
    payload.put("unfurl_media", false);
    return payload;
  }

  private static String notification(Notice notice, Splitter.Part part) {
    String title = notice.title();
    String words =
        title == null || title.isBlank() ? PlainMarkup.line(part.text(), 8 * NOTIFICATION) : title;
    String number = part.count() == 1 ? "" : " (%d/%d)".formatted(part.number(), part.count());
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    return sign + SlackMarkup.escape(SlackText.plainCut(words.strip(), NOTIFICATION)) + number;
  }

  private static int length(Object json) {
    if (json instanceof Map<?, ?> map) {
      return map.values().stream().mapToInt(SlackMessage::length).sum();
    }
    if (json instanceof List<?> list) {
      return list.stream().mapToInt(SlackMessage::length).sum();
    }
    return json.toString().length();
  }
}
