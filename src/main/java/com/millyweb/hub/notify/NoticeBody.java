package com.millyweb.hub.notify;

import com.millyweb.hub.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a route sends to {@code notify:}: Markdown, or a map. A map is read strictly, because
 * a misspelt name would silently leave something untold. What is blank is left out: an expression
 * found nothing there, and the rest is to be told.
 *
 * @param key of the URI; the map has none
 * @param severity of the URI; the map's own goes before it
 */
public record NoticeBody(
    String channel, @Nullable String key, @Nullable String severity, @Nullable String thread) {
  private static final int HASH = 36;

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of("title", "text", "severity", "fields", "link", "actions", "attachments"));

  public NoticeBody {
    key = key == null ? null : bounded(key);
    thread = thread == null ? null : bounded(thread);
  }

  /** A name that is too long is the same as itself, and no other. */
  private static String bounded(String name) {
    if (name.length() <= Notice.MAX_NAME) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    String hash = UUID.nameUUIDFromBytes(bytes).toString();
    return Truncate.to(name, Notice.MAX_NAME - HASH - 1) + " " + hash;
  }

  public Notice read(@Nullable Object body, Instant time) {
    if (body instanceof Map<?, ?> map) {
      return of(new StrictMap("Notice", map, NAMES), time);
    }
    if (body instanceof CharSequence text) {
      return notice(null, text.toString(), null, List.of(), null, List.of(), List.of(), time);
    }
    throw new IllegalArgumentException(
        "The body of to: notify:%s must be text or a map of %s, was: %s"
            .formatted(channel, NAMES, body == null ? "nothing" : body.getClass().getSimpleName()));
  }

  private Notice of(StrictMap map, Instant time) {
    Object link = map.value("link");
    String title = map.text("title");
    String text = map.text("text");
    return notice(
        title == null ? null : Truncate.to(title, Notice.MAX_TITLE),
        text == null ? "" : text,
        map.text("severity"),
        fields(map.value("fields")),
        link == null ? null : link(link),
        map.shapes("actions", Set.of("text", "url", "value", "style")).stream()
            .flatMap(shape -> action(shape).stream())
            .toList(),
        map.shapes("attachments", Set.of("name", "url", "content")).stream()
            .flatMap(shape -> attachment(shape).stream())
            .toList(),
        time);
  }

  private Notice notice(
      @Nullable String title,
      String text,
      @Nullable String ownSeverity,
      List<Notice.Field> fields,
      Notice.@Nullable Link link,
      List<Notice.Action> actions,
      List<Notice.Attachment> attachments,
      Instant time) {
    String said = ownSeverity == null ? severity : ownSeverity;
    boolean wordless = title == null && text.isBlank() && fields.isEmpty();
    return new Notice(
        Notice.newId(),
        channel,
        key,
        thread,
        wordless ? name(link, actions, attachments) : title,
        text,
        said == null ? Severity.info : Severity.of(said),
        fields,
        link,
        actions,
        attachments,
        null,
        null,
        time);
  }

  /** What a notice is called that has no words of its own; null when it has nothing at all. */
  private static @Nullable String name(
      Notice.@Nullable Link link,
      List<Notice.Action> actions,
      List<Notice.Attachment> attachments) {
    if (link != null) {
      return link.text() == null ? link.url() : link.text();
    }
    if (!attachments.isEmpty()) {
      return attachments.get(0).name();
    }
    return actions.isEmpty() ? null : actions.get(0).text();
  }

  /** A map of titles and values, or a list of {@code {title, value, short}}. */
  private static List<Notice.Field> fields(@Nullable Object value) {
    List<Notice.Field> fields = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (title, text) -> {
            String words = text == null ? "" : StrictMap.scalar("fields", text);
            if (!words.isBlank()) {
              fields.add(field(title == null ? "" : title.toString(), words, null));
            }
          });
    } else if (value != null) {
      for (StrictMap shape : StrictMap.list("fields", value, Set.of("title", "value", "short"))) {
        String text = shape.text("value");
        if (text != null) {
          String title = shape.text("title");
          fields.add(field(title == null ? "" : title, text, shape.value("short")));
        }
      }
    }
    return fields;
  }

  private static Notice.Field field(String title, String value, @Nullable Object brief) {
    if (brief != null && !(brief instanceof Boolean)) {
      throw new IllegalArgumentException(
          "Field '%s': short must be true or false, was: '%s'".formatted(title, brief));
    }
    // what fits into half a line stands beside its neighbour
    return new Notice.Field(title, value, brief == null ? value.length() <= 40 : (Boolean) brief);
  }

  private static Notice.@Nullable Link link(Object value) {
    if (value instanceof CharSequence url) {
      return url.toString().isBlank() ? null : new Notice.Link(url.toString().strip(), null);
    }
    StrictMap shape = StrictMap.of("link", value, Set.of("url", "text"));
    String url = shape.text("url");
    return url == null ? null : new Notice.Link(url.strip(), shape.text("text"));
  }

  private static Optional<Notice.Action> action(StrictMap shape) {
    String url = shape.text("url");
    String value = shape.text("value");
    if (url == null && value == null) {
      return Optional.empty();
    }
    String text = shape.text("text");
    return Optional.of(
        new Notice.Action(
            text == null ? "" : text,
            url == null ? null : url.strip(),
            value,
            shape.text("style")));
  }

  /** A file without a name has one that says no more than that; a path becomes a name. */
  private static Optional<Notice.Attachment> attachment(StrictMap shape) {
    String url = shape.text("url");
    String content = shape.text("content");
    if (url == null && content == null) {
      return Optional.empty();
    }
    String name = shape.text("name");
    return Optional.of(
        new Notice.Attachment(
            name == null
                ? "attachment"
                : Truncate.to(name.replaceAll("[/\\\\\\p{Cntrl}]", "_"), Notice.MAX_NAME),
            url == null ? null : url.strip(),
            content));
  }
}
