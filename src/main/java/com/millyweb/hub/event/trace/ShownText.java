package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.secret.Redaction;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of messages as bounded texts without secrets. */
public final class ShownText {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a secret that is cut in half would need to be known by its shape. */
  private static final int MARGIN = 256;

  private static final int LONGEST = 16 * 1024;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(passw(or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key"
              + "|authorization|cookie|signature|credential).*");

  /** What a chat needs for an answer is as good as a login for some minutes. */
  private static final String REPLY = "reply";

  private static final Pattern SECRET_OPTION =
      Pattern.compile("(?i)([?&][^=&]*(?:key|token|secret|pass|sig|auth|code)[^=&]*=)[^&#]*");

  /** Here the key says what belongs together; in the address of a web service it is a login. */
  private static final Pattern HAS_OWN_KEY = Pattern.compile("^(?:notify|event):");

  private ShownText() {}

  /**
   * @param whole whether nothing of it is cut or masked
   */
  record Shown(String text, boolean whole) {}

  /** Whether a value of that name is never shown. */
  public static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  public static String of(@Nullable Object value, int limit) {
    return shown(value, limit).text();
  }

  /** Of a value that has a name. */
  public static String of(String name, @Nullable Object value, int limit) {
    return isSecretName(name) ? Redaction.MASK : of(value, limit);
  }

  static Shown shown(@Nullable Object value, int limit) {
    Object snapshot = Snapshot.of(value);
    if (Snapshot.isContainer(snapshot)) {
      Object plain = plain(snapshot);
      try {
        Shown shown = clipped(JSON.writeValueAsString(plain), limit);
        boolean whole = !shown.text().contains(Snapshot.CUT) && plain.equals(snapshot);
        return new Shown(shown.text(), shown.whole() && whole);
      } catch (JsonProcessingException e) {
        return new Shown("(not JSON)", false);
      }
    }
    return clipped(leaf(snapshot), limit);
  }

  /** Of a URI: without logins, and without the values of options that may be secret. */
  static String uri(String uri, int limit) {
    boolean ownKey = HAS_OWN_KEY.matcher(uri).lookingAt();
    String masked =
        SECRET_OPTION
            .matcher(uri)
            .replaceAll(
                option ->
                    Matcher.quoteReplacement(
                        ownKey && option.group(1).substring(1).equals("key=")
                            ? option.group()
                            : option.group(1) + Redaction.MASK));
    return clipped(masked, limit).text();
  }

  static String failure(Throwable failure, int limit) {
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return clipped(message == null ? name : name + ": " + message, limit).text();
  }

  private static Shown clipped(String text, int limit) {
    boolean cut = text.length() > LONGEST;
    String masked = Redaction.instance().redact(cut ? text.substring(0, LONGEST) : text);
    int most = cut ? Math.min(limit, Math.max(0, masked.length() - MARGIN)) : limit;
    if (masked.length() <= most) {
      return new Shown(masked, masked.equals(text));
    }
    int end = most > 0 && Character.isHighSurrogate(masked.charAt(most - 1)) ? most - 1 : most;
    return new Shown(masked.substring(0, end) + Snapshot.CUT, false);
  }

  private static Object plain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach(
          (key, held) -> {
            String name = String.valueOf(key);
            boolean hidden =
                held != null && (isSecretName(name) || name.equals(REPLY) && held instanceof Map);
            plain.put(name, hidden ? Redaction.MASK : plain(held));
          });
      return plain;
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(held -> plain.add(plain(held)));
      return plain;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof JsonNode node && (node.isNumber() || node.isBoolean())) {
      return node;
    }
    return leaf(value);
  }

  private static String leaf(@Nullable Object value) {
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Temporal
        || value instanceof UUID
        || value instanceof Enum) {
      String text = value.toString();
      return text.length() > LONGEST + 1 ? text.substring(0, LONGEST + 1) : text;
    }
    if (value instanceof byte[] bytes) {
      String text = new String(bytes, 0, Math.min(bytes.length, LONGEST), StandardCharsets.UTF_8);
      return text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0
          ? "(%d bytes)".formatted(bytes.length)
          : text;
    }
    if (value instanceof JsonNode node) {
      return node.asText();
    }
    if (value instanceof Throwable failure) {
      return String.valueOf(failure.getMessage());
    }
    return value == null ? "null" : "(" + value.getClass().getSimpleName() + ")";
  }
}
