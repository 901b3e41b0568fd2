package com.millyweb.hub.event.pacing;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.millyweb.hub.event.ContentTypes;
import com.millyweb.hub.event.NewEvent;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what the deliveries of a subscription belong together: one lane for each value. Every hub
 * computes it when it appends, also one that lacks the route, so it is a word or a place in the
 * JSON data and no expression. The function {@code event_lane} of the database says the same of
 * stored events.
 *
 * @param text {@code none} for no lanes, {@code all} for one lane of all, {@code subject}, {@code
 *     source}, {@code type}, or a JSON pointer such as {@code /host}
 */
public record LaneKey(String text) {
  /** Deliveries are not kept apart and not kept together. */
  public static final LaneKey NONE = new LaneKey("none");

  /** One lane for all events. */
  public static final LaneKey ALL = new LaneKey("all");

  public static final LaneKey SUBJECT = new LaneKey("subject");

  /** What a lane's name may have of a value: an index has no room for more. */
  private static final int MAX_VALUE = 256;

  private static final int MAX_POINTER = 256;
  private static final Pattern BODY = Pattern.compile("\\$\\{body((?:\\[[^\\[\\]{}]+])+)}");
  private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]+)]");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * Reads the value of an option: {@code subject}, {@code source}, {@code type}, {@code none} for
   * all events together, <code>/host</code> or <code>${body[host]}</code>.
   *
   * @param option its name, for the message
   */
  public static LaneKey of(String option, String text) {
    String word = text.strip();
    switch (word.toLowerCase(Locale.ROOT)) {
      case "none":
        return ALL;
      case "subject", "source", "type":
        return new LaneKey(word.toLowerCase(Locale.ROOT));
      default:
        String pointer = pointer(word);
        if (pointer != null) {
          return new LaneKey(pointer);
        }
    }
    throw new IllegalArgumentException(
        "%s must be subject, source, type, none, or a field of the body such as ${body[host]} or /host, was: '%s'"
            .formatted(option, text));
  }

  private static @Nullable String pointer(String text) {
    String pointer = text;
    Matcher body = BODY.matcher(text);
    if (body.matches()) {
      StringBuilder path = new StringBuilder();
      Matcher step = STEP.matcher(body.group(1));
      while (step.find()) {
        String name = step.group(1).strip().replaceAll("^(['\"])(.*)\\1$", "$2");
        path.append('/').append(name.replace("~", "~0").replace("/", "~1"));
      }
      pointer = path.toString();
    }
    boolean readable =
        pointer.length() > 1
            && pointer.length() <= MAX_POINTER
            && pointer.startsWith("/")
            && pointer.indexOf('\0') < 0
            && !pointer.contains("${");
    return readable ? pointer : null;
  }

  /** The lane of an event; null without lanes. */
  public @Nullable String of(NewEvent event) {
    return of(event.type(), event.source(), event.subject(), event.contentType(), event.data());
  }

  public @Nullable String of(
      String type, String source, @Nullable String subject, String contentType, byte[] data) {
    return switch (text) {
      case "none" -> null;
      case "all" -> "";
      // events without a subject are together among themselves
      case "subject" -> subject == null ? "" : subject;
      case "source" -> source;
      case "type" -> type;
      default -> ContentTypes.isJson(contentType) ? field(data) : "";
    };
  }

  /** What is missing, or is no plain value, is the empty text. */
  private String field(byte[] data) {
    JsonNode found;
    try {
      found = JSON.readTree(data).at(JsonPointer.compile(text));
    } catch (IOException e) {
      return "";
    }
    if (!found.isValueNode() || found.isNull()) {
      return "";
    }
    String value = found.isNumber() ? found.decimalValue().toPlainString() : found.asText();
    if (value.indexOf('\0') >= 0) {
      // Postgres text cannot hold it
      return "";
    }
    return value.codePointCount(0, value.length()) <= MAX_VALUE
        ? value
        : value.substring(0, value.offsetByCodePoints(0, MAX_VALUE));
  }
}
