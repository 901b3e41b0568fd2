package com.millyweb.hub.route.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.Nearest;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Follows what a text reads of the event's body, {@code ${body[a][0].size}}, along a sample. */
final class BodyPath {
  private static final Pattern BODY = Pattern.compile("\\$\\{(?:in\\.)?body(?=[.\\[?])");
  private static final Pattern PART =
      Pattern.compile(
          "\\G(?:\\?)?(?:\\[([^\\[\\]{}$]+)]|\\.?\\?\\.?(\\w+)(\\([^(){}$]*\\))?|\\.(\\w+)(\\([^(){}$]*\\))?)");
  private static final Pattern ASKS_FOR_NOTHING =
      Pattern.compile("\\s*[!=]=\\s*null\\b.*", Pattern.DOTALL);
  private static final Pattern LAST = Pattern.compile("last(-\\d+)?");

  private static final Set<String> MAP = names(LinkedHashMap.class);
  private static final Set<String> LIST = names(ArrayList.class);
  private static final Set<String> TEXT = names(String.class);
  private static final Set<String> TRUTH = names(Boolean.class);
  private static final Set<String> NUMBER =
      names(Integer.class, Long.class, BigInteger.class, Double.class, BigDecimal.class);
  private static final Set<String> ANY = any();

  private final RouteOutline outline;
  private final ScalarNode text;
  private final JsonNode sample;

  private record Part(@Nullable String key, @Nullable String method, boolean call) {}

  /**
   * @param sample missing where any JSON may come
   */
  BodyPath(RouteOutline outline, ScalarNode text, JsonNode sample) {
    this.outline = outline;
    this.text = text;
    this.sample = sample;
  }

  void check() {
    String written = text.getValue();
    Matcher body = BODY.matcher(written);
    while (body.find()) {
      List<Part> parts = new ArrayList<>();
      Matcher part = PART.matcher(written);
      part.region(body.end(), written.length());
      int end = body.end();
      while (part.find()) {
        String method = part.group(2) == null ? part.group(4) : part.group(2);
        boolean call = part.group(3) != null || part.group(5) != null;
        parts.add(new Part(key(part.group(1)), method, call));
        end = part.end();
      }
      if (end < written.length() && written.charAt(end) == '}') {
        String rest = written.substring(end + 1);
        follow(parts, written.substring(body.start(), end + 1), rest);
      }
    }
  }

  private static @Nullable String key(@Nullable String written) {
    return written == null ? null : written.strip().replaceAll("^['\"]|['\"]$", "");
  }

  private void follow(List<Part> parts, String function, String rest) {
    JsonNode value = sample;
    String path = "body";
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String key = part.key();
      if (key == null) {
        method(value, path, parts, i, function);
        return;
      }
      if (!value.isMissingNode()) {
        boolean asked = ASKS_FOR_NOTHING.matcher(rest).matches();
        JsonNode next = field(value, key, path, asked, function);
        if (next == null) {
          return;
        }
        value = next;
      }
      path = path + "[" + key + "]";
    }
  }

  /** The value of a field; null where there is none, and nothing more can be said. */
  private @Nullable JsonNode field(
      JsonNode value, String key, String path, boolean asked, String function) {
    if (value.isObject()) {
      JsonNode next = value.get(key);
      if (next == null && !asked) {
        Set<String> fields = new TreeSet<>();
        value.fieldNames().forEachRemaining(fields::add);
        warn(
            function,
            "The sample has no '%s' in '%s'".formatted(key, path),
            Nearest.to(key, fields));
      }
      return next == null || next.isNull() ? null : next;
    }
    if (value.isArray()) {
      if (LAST.matcher(key).matches()) {
        return value.isEmpty() ? null : value.get(value.size() - 1);
      }
      if (!key.matches("\\d+")) {
        error(
            function,
            "In the sample '%s' is a list: name an entry by its number, not '%s'"
                .formatted(path, key),
            null);
        return null;
      }
      JsonNode next = key.length() > 6 ? null : value.get(Integer.parseInt(key));
      if (next == null) {
        warn(
            function, "In the sample '%s' has %d entries only".formatted(path, value.size()), null);
      }
      return next == null || next.isNull() ? null : next;
    }
    error(
        function,
        "In the sample '%s' is %s and has no '%s'".formatted(path, kind(value), key),
        null);
    return null;
  }

  private void method(JsonNode value, String path, List<Part> parts, int at, String function) {
    String name = String.valueOf(parts.get(at).method());
    Set<String> known = methods(value);
    if (known.contains(name)) {
      return;
    }
    boolean map = value.isMissingNode() || value.isObject();
    String message =
        map
            ? "A field of a map stands in brackets: '%s' has no method '%s'".formatted(path, name)
            : "In the sample '%s' is %s and has no '%s'".formatted(path, kind(value), name);
    error(
        function,
        message,
        map && !parts.get(at).call() ? brackets(parts) : Nearest.to(name, known));
  }

  private static String brackets(List<Part> parts) {
    StringBuilder meant = new StringBuilder("${body");
    for (Part part : parts) {
      if (part.call()) {
        return meant.append("}").toString();
      }
      meant.append('[').append(part.key() == null ? part.method() : part.key()).append(']');
    }
    return meant.append("}").toString();
  }

  private void error(String function, String message, @Nullable String suggestion) {
    outline.error(outline.find(function, text), message, suggestion);
  }

  private void warn(String function, String message, @Nullable String suggestion) {
    outline.problems.add(
        Problem.warning(outline.text.file(), outline.find(function, text), message, suggestion));
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      default -> "a map";
    };
  }

  /** What Camel can call on a value of JSON; of any kind where the sample does not say which. */
  private static Set<String> methods(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> MAP;
      case ARRAY -> LIST;
      case STRING -> TEXT;
      case BOOLEAN -> TRUTH;
      case NUMBER -> NUMBER;
      default -> ANY;
    };
  }

  private static Set<String> any() {
    Set<String> any = new TreeSet<>();
    List.of(MAP, LIST, TEXT, TRUTH, NUMBER).forEach(any::addAll);
    return any;
  }

  private static Set<String> names(Class<?>... types) {
    Set<String> names = new TreeSet<>();
    for (Class<?> type : types) {
      for (Method method : type.getMethods()) {
        String name = method.getName();
        names.add(name);
        if (method.getParameterCount() == 0) {
          names.add(property(name));
        }
      }
    }
    return names;
  }

  private static String property(String method) {
    int prefix = method.startsWith("get") ? 3 : method.startsWith("is") ? 2 : 0;
    return prefix > 0 && method.length() > prefix
        ? Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1)
        : method;
  }
}
