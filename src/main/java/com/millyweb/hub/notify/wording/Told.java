package com.millyweb.hub.notify.wording;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a notice as they came out, put together as the body that {@code notify:} reads. A
 * part that came out empty, or a link that leads nowhere, is left out: the rest is to be told.
 */
final class Told {
  private static final Logger log = LoggerFactory.getLogger(Told.class);
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\s*(https?://|mailto:).*");
  private static final int SHOWN = 80;

  private final String whose;
  private final Map<String, Object> notice = new LinkedHashMap<>();
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<Map<String, Object>> actions = new ArrayList<>();
  private final List<Map<String, Object>> attachments = new ArrayList<>();

  /**
   * @param whose the file or endpoint whose words they are, for the log
   */
  Told(String whose) {
    this.whose = whose;
  }

  void put(NoticePart part, String value) {
    put(part, value, null, null);
  }

  /**
   * @param label what stands on a link
   * @param style of a button
   */
  void put(NoticePart part, String value, @Nullable String label, @Nullable String style) {
    switch (part.kind()) {
      case title -> notice.put("title", Truncate.to(oneLine(value), Notice.MAX_TITLE));
      case text -> notice.put("text", Truncate.to(value.strip(), Notice.MAX_TEXT));
      case severity -> severity(value);
      case key, thread -> single(part.kind().name(), oneLine(value));
      case link -> link(value.strip(), label);
      case field -> field(part.name(), value.strip());
      case fields -> value.lines().forEach(this::field);
      case button -> button(part.name(), oneLine(value), style);
      case attachment -> attachment(part.name(), value);
      case hold, holdTo -> throw new IllegalStateException("%s is no words".formatted(part));
    }
  }

  private void single(String name, String value) {
    if (!value.isBlank()) {
      notice.put(name, value);
    }
  }

  /** What an event's data calls severe in a word of its own is told all the same. */
  private void severity(String value) {
    if (Severity.find(value).isPresent()) {
      notice.put("severity", value.strip());
    } else if (!value.isBlank()) {
      log.warn("{}: '{}' is no severity; the notice is told as info", whose, shown(value));
    }
  }

  private void link(String url, @Nullable String label) {
    if (Notice.isUrl(url)) {
      notice.put("link", label == null ? url : Map.of("url", url, "text", oneLine(label)));
    } else if (!url.isEmpty()) {
      log.warn("{}: '{}' is no address; the link is left out", whose, shown(url));
    }
  }

  /** {@code name: value}. */
  private void field(String line) {
    int colon = line.indexOf(": ");
    if (colon > 0) {
      // a name is plain text, and was escaped as a part of Markdown
      String name = line.substring(0, colon).replaceAll("\\\\(\\p{Punct})", "$1").strip();
      field(name, line.substring(colon + 2).strip());
    }
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, Truncate.to(value, Notice.MAX_TEXT));
    }
  }

  private void button(String label, String value, @Nullable String style) {
    boolean address = ADDRESS.matcher(value).matches();
    if (value.isEmpty() || address && !Notice.isUrl(value)) {
      return;
    }
    Map<String, Object> action = new LinkedHashMap<>();
    action.put("text", label);
    action.put(address ? "url" : "value", value);
    if (style != null) {
      action.put("style", style);
    }
    actions.add(action);
  }

  private void attachment(String name, String value) {
    if (!value.isBlank()) {
      boolean address = Notice.isUrl(value.strip());
      attachments.add(
          address
              ? Map.of("name", name, "url", value.strip())
              : Map.of("name", name, "content", Truncate.to(value, Notice.MAX_TEXT)));
    }
  }

  /** As the body of {@code notify:}, besides {@code key} and {@code thread}. */
  Map<String, Object> body() {
    put("fields", fields);
    put("actions", actions);
    put("attachments", attachments);
    return notice;
  }

  private void put(String name, Object parts) {
    boolean some = parts instanceof Map<?, ?> map ? !map.isEmpty() : !((List<?>) parts).isEmpty();
    if (some) {
      notice.put(name, parts);
    }
  }

  private static String oneLine(String value) {
    return value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static String shown(String value) {
    return Truncate.to(oneLine(value), SHOWN);
  }
}
