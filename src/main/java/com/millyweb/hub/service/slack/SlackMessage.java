package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.text.PlainMarkup;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Tables;
import java.util.ArrayList;
import java.util.List;

/**
 * One message as Slack takes it.
 *
 * @param text what a notification shows, and who cannot see blocks
 */
public record SlackMessage(String text, List<SlackBlock> blocks) implements SlackPart {
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
    List<SlackBlock> head = SlackBlocks.head(notice);
    List<SlackBlock> tail = SlackBlocks.tail(notice, buttons, uploads);
    var splitter =
        new Splitter(
            ALL_TEXT - SPARE - length(json(head)) - length(json(tail)),
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
      List<SlackBlock> blocks = new ArrayList<>();
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
  public SlackRequest.Content payload() {
    return SlackRequest.Content.of(text, blocks.isEmpty() ? null : blocks);
  }

  private static String notification(Notice notice, Splitter.Part part) {
    String title = notice.title();
    String words =
        title == null || title.isBlank() ? PlainMarkup.line(part.text(), 8 * NOTIFICATION) : title;
    String number = part.count() == 1 ? "" : " (%d/%d)".formatted(part.number(), part.count());
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    return sign + SlackMarkup.escape(SlackText.plainCut(words.strip(), NOTIFICATION)) + number;
  }

  private static JsonNode json(List<SlackBlock> blocks) {
    return NoticeJson.MAPPER.valueToTree(blocks);
  }

  /** Of all values, as Slack counts them. */
  private static int length(JsonNode json) {
    if (json.isValueNode()) {
      return json.asText().length();
    }
    int length = 0;
    for (JsonNode value : json) {
      length += length(value);
    }
    return length;
  }
}
