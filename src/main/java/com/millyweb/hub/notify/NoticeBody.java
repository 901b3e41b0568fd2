package com.millyweb.hub.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a route sends to {@code notify:}: Markdown, or a map. A map is read strictly, because
 * a misspelt name would silently leave something untold.
 *
 * @param key of the URI; the map has none
 * @param severity of the URI; the map's own goes before it
 */
record NoticeBody(
    String channel, @Nullable String key, @Nullable String severity, @Nullable String thread) {
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of("title", "text", "severity", "fields", "link", "actions", "attachments"));

  Notice read(@Nullable Object body, Instant time) {
    if (body instanceof Map<?, ?> map) {
      return of(new Shape("Notice", map, NAMES), time);
    }
    if (body instanceof CharSequence text) {
      return notice(null, text.toString(), null, List.of(), null, List.of(), List.of(), time);
    }
    throw new IllegalArgumentException(
        "The body of to: notify:%s must be text or a map of %s, was: %s"
            .formatted(channel, NAMES, body == null ? "nothing" : body.getClass().getSimpleName()));
  }

  private Notice of(Shape map, Instant time) {
    Object link = map.value("link");
    String text = map.text("text");
    return notice(
        map.text("title"),
        text == null ? "" : text,
        map.text("severity"),
        fields(map.value("fields")),
        link == null ? null : link(link),
        map.shapes("actions", Set.of("text", "url", "value", "style")).stream()
            .map(NoticeBody::action)
            .toList(),
        map.shapes("attachments", Set.of("name", "url", "content")).stream()
            .map(a -> new Notice.Attachment(a.required("name"), a.text("url"), a.text("content")))
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
    return new Notice(
        Notice.newId(),
        channel,
        key,
        thread,
        title,
        text,
        said == null ? Severity.info : Severity.of(said),
        fields,
        link,
        actions,
        attachments,
        null,
        time);
  }

  /** A map of titles and values, or a list of {@code {title, value, short}}. */
  private static List<Notice.Field> fields(@Nullable Object value) {
    List<Notice.Field> fields = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (title, text) -> {
            if (text != null) {
              fields.add(field(String.valueOf(title), Shape.scalar("fields", text), null));
            }
          });
    } else if (value != null) {
      for (Shape shape : Shape.list("fields", value, Set.of("title", "value", "short"))) {
        String text = shape.text("value");
        if (text != null) {
          fields.add(field(shape.required("title"), text, shape.value("short")));
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

  private static Notice.Link link(Object value) {
    if (value instanceof CharSequence url) {
      return new Notice.Link(url.toString(), null);
    }
    Shape shape = Shape.of("link", value, Set.of("url", "text"));
    return new Notice.Link(shape.required("url"), shape.text("text"));
  }

  private static Notice.Action action(Shape shape) {
    return new Notice.Action(
        shape.required("text"), shape.text("url"), shape.text("value"), shape.text("style"));
  }
}
