package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.text.Splitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://docs.discord.com/developers/resources/message#embed-limits">embed</a> of a
 * notice, within the limits stated there; they count what is sent, escapes included.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiscordEmbed(
    int color,
    @Nullable String title,
    @Nullable String url,
    @Nullable String description,
    @Nullable List<Field> fields,
    @Nullable Image image,
    @Nullable String timestamp,
    @Nullable Footer footer) {
  static final int DESCRIPTION = 4_096;

  /** Of all texts of all embeds of a message. */
  static final int ALL_TEXT = 6_000;

  private static final int TITLE = 256;
  private static final int FIELDS = 25;
  private static final int NAME = 256;
  private static final int VALUE = 1_024;

  /** Our own bound, which leaves a message room for its text. */
  private static final int ALL_FIELDS = 2_500;

  public record Field(String name, String value, boolean inline) {

    /** Discord takes no empty ones. */
    static Field of(String name, String value, boolean inline) {
      return new Field(
          name.isBlank() ? "\u200B" : name, value.isBlank() ? "\u200B" : value, inline);
    }
  }

  record Image(String url) {}

  public record Footer(String text) {}

  /**
   * @param length of all names and values
   */
  record Fields(List<Field> list, int length) {
    static Fields of(Notice notice) {
      List<Field> list = new ArrayList<>();
      int length = 0;
      List<Notice.Field> fields = notice.fields();
      for (Notice.Field field : fields) {
        String name = DiscordText.plainCut(field.title().strip(), NAME);
        String value = DiscordText.cut(field.value(), VALUE);
        length += name.length() + value.length() + 2;
        boolean last = list.size() == fields.size() - 1;
        if (length > ALL_FIELDS || list.size() == FIELDS - 1 && !last) {
          String more =
              "%d more fields: see notice %s".formatted(fields.size() - list.size(), notice.id());
          list.add(Field.of("…", more, false));
          break;
        }
        list.add(Field.of(name, value, field.brief()));
      }
      return new Fields(list, Math.min(length, ALL_FIELDS) + (length == 0 ? 0 : 100));
    }
  }

  /** Empty for a notice without a title. */
  static String title(Notice notice) {
    String title = notice.title();
    if (title == null) {
      return "";
    }
    String sign = notice.severity() == Severity.info ? "" : notice.severity().sign() + " ";
    String words = title.replaceAll("\\s+", " ").strip();
    return sign + DiscordText.plainCut(words, TITLE - sign.length());
  }

  /** The first part has the title, the last one has what follows the text. */
  static DiscordEmbed of(
      Notice notice, Splitter.Part part, String description, Fields fields, DiscordLinks links) {
    boolean first = part.number() == 1;
    boolean last = part.number() == part.count();
    String title = first ? title(notice) : "";
    Notice.Attachment image = last ? links.image() : null;
    return new DiscordEmbed(
        notice.severity().color(),
        title.isEmpty() ? null : title,
        first ? links.titleUrl() : null,
        description.isBlank() ? null : description,
        last && !fields.list().isEmpty() ? fields.list() : null,
        image == null || image.url() == null ? null : new Image(image.url()),
        last ? notice.time().toString() : null,
        part.count() == 1 ? null : new Footer("(%d/%d)".formatted(part.number(), part.count())));
  }

  /** The same, but nothing in it is a link or a picture. */
  DiscordEmbed withoutUrls() {
    return new DiscordEmbed(color, title, null, description, fields, null, timestamp, footer);
  }

  /** All that people read in it. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (title != null) {
      words.add("**" + title + "**");
    }
    if (description != null) {
      words.add(description);
    }
    if (fields != null) {
      fields.forEach(field -> words.add("**%s**: %s".formatted(field.name, field.value)));
    }
    if (footer != null) {
      words.add(footer.text);
    }
    return words;
  }
}
