package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.Buttons.Button;
import com.millyweb.hub.text.Splitter;
import com.millyweb.hub.text.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message as Discord takes it. What is no more than words is written as people write; what has
 * a title, a severity or fields is an embed with the severity's colour.
 */
public record DiscordMessage(
    String content,
    List<DiscordEmbed> embeds,
    List<DiscordButtons.Row> components,
    List<DiscordFile> files,
    Form form) {
  /** As Discord's errors name them. */
  static final String FILES = "attachments";

  /** How much stands around the words. */
  enum Form {
    whole,
    /** No link, picture or link button that Discord has to like. */
    barer,
    /** Nothing but words. */
    plain
  }

  static final int CONTENT = 2_000;
  private static final int MAX_PARTS = 5;

  /** With more links the text of a plain message would be short. */
  private static final int PLAIN_LINKS = 1_000;

  /** The longest URL that a notice may have fits. */
  private static final int LINKS = 3_200;

  private static final int SMALLEST_TEXT = 500;

  /** For the number of a part. */
  private static final int SPARE = 20;

  private static final String WHOLE_TEXT = "notice.md";
  private static final String CUT = "more characters: the whole text is in `" + WHOLE_TEXT + "`";

  /**
   * @param actions of the notice, tokens where they can be pressed
   * @param components whether there may be buttons, which plain webhooks cannot have
   */
  public static List<DiscordMessage> of(Notice notice, List<Button> actions, boolean components) {
    DiscordLinks links = new DiscordLinks(notice, actions, components);
    boolean plain =
        notice.title() == null
            && notice.severity() == Severity.info
            && notice.fields().isEmpty()
            && links.image() == null
            && links.line(LINKS).length() <= PLAIN_LINKS;
    return plain ? plain(notice, links) : embedded(notice, links);
  }

  /** Words alone. */
  public static DiscordMessage of(String text) {
    return new DiscordMessage(text, List.of(), List.of(), List.of(), Form.plain);
  }

  boolean isPlain() {
    return embeds.isEmpty() && components.isEmpty() && files.isEmpty();
  }

  boolean isBarer() {
    return form != Form.whole;
  }

  /**
   * The same with less around it.
   *
   * @param blamed what of it Discord named, if it did
   * @return null when there is nothing around it
   */
  @Nullable DiscordMessage barer(Notice notice, Set<String> blamed) {
    if (isPlain()) {
      return null;
    }
    DiscordTrimmings trimmings = new DiscordTrimmings(notice);
    if (form == Form.whole) {
      DiscordMessage barer = trimmings.barer(this, blamed);
      boolean less = !barer.embeds.equals(embeds) || !barer.components.equals(components);
      if (less || barer.files.size() < files.size()) {
        return barer;
      }
    }
    return trimmings.plain(this);
  }

  /** The fields that all of Discord's ways to post and to edit share. */
  DiscordRequest.Content payload(boolean withComponents) {
    List<DiscordRequest.Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      attachments.add(new DiscordRequest.Attachment(i, files.get(i).name()));
    }
    return new DiscordRequest.Content(
        content,
        embeds,
        withComponents ? components : null,
        attachments,
        DiscordRequest.AllowedMentions.NONE);
  }

  private static List<DiscordMessage> plain(Notice notice, DiscordLinks links) {
    String tail = links.line(LINKS);
    List<DiscordMessage> messages = new ArrayList<>();
    for (Splitter.Part part : parts(notice, CONTENT - tail.length() - 2)) {
      boolean last = part.number() == part.count();
      String text = joined(DiscordText.write(part.text()), last ? tail : "");
      String number = part.count() == 1 ? "" : Splitter.Part.number(part.number(), part.count());
      messages.add(message(notice, links, part, text + number, List.of()));
    }
    return messages;
  }

  private static List<DiscordMessage> embedded(Notice notice, DiscordLinks links) {
    String title = DiscordEmbed.title(notice);
    DiscordEmbed.Fields fields = DiscordEmbed.Fields.of(notice);
    int room =
        Math.min(
            DiscordEmbed.DESCRIPTION,
            DiscordEmbed.ALL_TEXT - title.length() - fields.length() - SPARE);
    String tail = links.line(Math.min(LINKS, room - SMALLEST_TEXT));
    List<DiscordMessage> messages = new ArrayList<>();
    for (Splitter.Part part : parts(notice, room - tail.length() - 2)) {
      boolean last = part.number() == part.count();
      String text = joined(DiscordText.write(part.text()), last ? tail : "");
      DiscordEmbed embed = DiscordEmbed.of(notice, part, text, fields, links);
      messages.add(message(notice, links, part, "", List.of(embed)));
    }
    return messages;
  }

  private static DiscordMessage message(
      Notice notice,
      DiscordLinks links,
      Splitter.Part part,
      String content,
      List<DiscordEmbed> embeds) {
    if (part.number() < part.count()) {
      return new DiscordMessage(content, embeds, List.of(), List.of(), Form.whole);
    }
    List<DiscordFile> files = new ArrayList<>();
    if (part.text().endsWith(CUT)) {
      files.add(DiscordFile.of(WHOLE_TEXT, notice.text()));
    }
    for (Notice.Attachment file : links.files()) {
      files.add(DiscordFile.of(file.name(), String.valueOf(file.content())));
    }
    return new DiscordMessage(
        content, embeds, DiscordButtons.rows(links.buttons()), files, Form.whole);
  }

  private static List<Splitter.Part> parts(Notice notice, int limit) {
    var splitter =
        new Splitter(limit, DiscordText::length, MAX_PARTS, rest -> "… %d %s".formatted(rest, CUT));
    List<Splitter.Part> parts = splitter.split(Tables.fenced(notice.text()));
    return parts.isEmpty() ? List.of(new Splitter.Part("", 1, 1)) : parts;
  }

  private static String joined(String text, String tail) {
    if (tail.isEmpty()) {
      return text;
    }
    return text.isBlank() ? tail : text + "\n\n" + tail;
  }
}
