package com.millyweb.hub.notify;

import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.text.Markdown;
import com.millyweb.hub.text.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A notice as one Markdown text, for media that show Markdown but know neither fields nor buttons.
 *
 * @param shown how many of the actions the medium shows by itself, the first ones
 * @param attached whether the medium shows the first file with a URL by itself
 */
public record NoticeMarkdown(Notice notice, NoticeLinks links, int shown, boolean attached) {

  public String write() {
    List<String> blocks = new ArrayList<>();
    blocks.add(notice.text());
    List<String> brief = new ArrayList<>();
    for (Notice.Field field : notice.fields()) {
      String title = field.title().isBlank() ? "" : "**" + line(field.title()) + ":**";
      if (field.value().indexOf('\n') < 0) {
        brief.add("- " + (title + " " + field.value()).strip());
      } else {
        flush(brief, blocks);
        blocks.add(title + "\n\n" + field.value());
      }
    }
    flush(brief, blocks);
    Notice.Link link = notice.link();
    if (link != null) {
      blocks.add(link(link.url(), link.text()));
    }
    links.actions().stream()
        .skip(shown)
        .forEach(action -> blocks.add(link(action.url(), action.text())));
    blocks.add(Markdown.escape(links.hint(notice)));
    files(blocks);
    return String.join("\n\n", blocks.stream().filter(block -> !block.isBlank()).toList());
  }

  /**
   * The text as messages; one that is blank when there is nothing to read.
   *
   * @param limit and {@code measure} of a message, {@code most} as {@link Splitter} has them
   */
  public List<Splitter.Part> parts(int limit, ToIntFunction<String> measure, int most) {
    List<Splitter.Part> parts = new Splitter(limit, measure, most, pointer()).split(write());
    return parts.isEmpty() ? List.of(new Splitter.Part("", 1, 1)) : parts;
  }

  /** What a message says in a medium whose messages must have a text. */
  public record Words(String text, @Nullable String title, boolean markdown) {}

  /**
   * @param title as it stands above a text; null without one
   * @param alone the title where there is no text
   */
  public Words words(Splitter.Part part, @Nullable String title, @Nullable String alone) {
    return part.text().isBlank()
        ? new Words(alone == null ? notice.severity().name() : alone, null, false)
        : new Words(part.numbered(), title, true);
  }

  /** What opens when the message is touched: the notice's link, or its page. */
  public @Nullable String click() {
    Notice.Link link = notice.link();
    return link == null ? links.page() : link.url();
  }

  /** Says in a text that was cut where the rest is. */
  public IntFunction<String> pointer() {
    String page = links.page();
    String where = "notice " + notice.id();
    String linked = page == null ? where : link(page, where);
    return omitted -> "… %d more characters: see %s".formatted(omitted, linked);
  }

  private void files(List<String> blocks) {
    boolean first = attached;
    for (Notice.Attachment file : notice.attachments()) {
      if (file.url() == null) {
        String page = links.page();
        String where = "notice " + notice.id();
        blocks.add(
            "📎 %s: see %s".formatted(line(file.name()), page == null ? where : link(page, where)));
      } else if (first) {
        first = false;
      } else {
        blocks.add("📎 " + link(file.url(), file.name()));
      }
    }
  }

  private static void flush(List<String> lines, List<String> blocks) {
    if (!lines.isEmpty()) {
      blocks.add(String.join("\n", lines));
      lines.clear();
    }
  }

  private static String link(String url, @Nullable String text) {
    String words = text == null || text.isBlank() ? url : text;
    return "[%s](%s)".formatted(line(words), url.replace("(", "%28").replace(")", "%29"));
  }

  private static String line(String words) {
    return Markdown.escape(words.replaceAll("\\s+", " ").strip());
  }
}
