package com.millyweb.hub.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Carries the parameters of an endpoint through its URI as they were written in the file. A URI
 * ends a value at {@code &}, reads {@code +} as a space, takes {@code #} for a bean's name, joins
 * lines and sorts the names; words that people read must survive all of that.
 */
public final class WrittenOptions {
  /** The option that names, in the order of the file, the others that are carried. */
  public static final String ORDER = "written";

  /** The option that keeps the endpoints of different words apart. */
  public static final String VERSION = "words";

  /** The mark before and after the number of a character that a URI would act on. */
  private static final char MARK = '~';

  private static final int HEX = 16;

  /** What a URI leaves alone, or needs for placeholders, and people can go on reading. */
  private static final String KEPT = " ${}[]()./:_-*";

  private static final String SEPARATOR = "~,~";

  private static final Set<String> SENT =
      Set.of("agent", "ai-tool", "grafana", "knowledge", "model", "notify", "object", "query");

  /** What stands in the path of a URI, where it is given as a parameter. */
  private static final Set<String> PATHS = Set.of("action", "channel", "database", "name");

  private WrittenOptions() {}

  /**
   * Whether the parameters of a component are words, which are carried.
   *
   * @param from where routes begin; else where they send
   */
  public static boolean areWordsOf(String scheme, boolean from) {
    return from ? scheme.equals("ai-tool") || scheme.equals("agent") : SENT.contains(scheme);
  }

  /** Whether a parameter is a part of the URI before its options. */
  static boolean isPath(String parameter) {
    return PATHS.contains(parameter);
  }

  /** The value as an option may have it. */
  static String pack(String value) {
    var packed = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean edge = i == 0 || i == value.length() - 1;
      boolean plain = c < 128 && Character.isLetterOrDigit(c);
      if (plain || KEPT.indexOf(c) >= 0 && !(edge && c == ' ')) {
        packed.append(c);
      } else {
        packed.append(MARK).append(Integer.toHexString(c)).append(MARK);
      }
    }
    // RAW( would have its brackets taken away
    return packed.toString().replaceFirst("^RAW", "~52~AW");
  }

  /** The names as the value of {@link #ORDER}. */
  static String order(List<String> names) {
    return String.join(SEPARATOR, names.stream().map(WrittenOptions::pack).toList());
  }

  /** The parameters as the query of a URI. */
  public static String query(Map<String, String> parameters) {
    var query = new StringBuilder();
    parameters.forEach(
        (name, value) -> query.append(pack(name)).append('=').append(pack(value)).append('&'));
    return query.append(ORDER + "=").append(order(List.copyOf(parameters.keySet()))).toString();
  }

  /** What {@code pack} was given. */
  static String unpack(String packed) {
    var value = new StringBuilder(packed.length());
    int at = 0;
    while (at < packed.length()) {
      char c = packed.charAt(at);
      int end = c == MARK ? packed.indexOf(MARK, at + 1) : -1;
      if (end > at + 1 && packed.substring(at + 1, end).matches("[0-9a-f]{1,4}")) {
        value.append((char) Integer.parseInt(packed.substring(at + 1, end), HEX));
        at = end + 1;
      } else {
        value.append(c);
        at++;
      }
    }
    return value.toString();
  }

  /** A URI that carries parameters, as a person would write it. */
  public static String shown(String uri) {
    int question = uri.indexOf('?');
    if (question < 0) {
      return uri;
    }
    List<String> options = new ArrayList<>();
    for (String option : uri.substring(question + 1).split("&")) {
      if (!option.startsWith(ORDER + "=") && !option.startsWith(VERSION + "=")) {
        options.add(unpack(option));
      }
    }
    String base = uri.substring(0, question);
    return options.isEmpty() ? base : base + "?" + String.join("&", options);
  }

  /**
   * Hands the options of an endpoint over as they were written, in that order; not as Camel sets
   * properties, where words that begin with '#' name a bean.
   *
   * @param parameters as the component got them; what nobody took is left in them
   * @param taker says whether it took the option of that name
   */
  public static void hand(Map<String, Object> parameters, BiPredicate<String, String> taker) {
    // names the version of files in the URI only
    parameters.remove(VERSION);
    Map<String, Object> written = read(parameters);
    parameters.clear();
    written.forEach(
        (name, value) -> {
          if (!taker.test(name, String.valueOf(value))) {
            parameters.put(name, value);
          }
        });
  }

  /**
   * Gives the parameters back as they were written, in that order.
   *
   * @param parameters as the component got them; what did not come from a file's parameters stays
   *     as it is
   */
  public static Map<String, Object> read(Map<String, Object> parameters) {
    Map<String, Object> rest = new LinkedHashMap<>(parameters);
    Map<String, Object> read = new LinkedHashMap<>();
    Object order = rest.remove(ORDER);
    if (order != null) {
      for (String packed : order.toString().split(SEPARATOR)) {
        String name = unpack(packed);
        Object value = rest.remove(packed);
        if (value != null) {
          read.put(name, unpack(value.toString()));
        }
      }
    }
    read.putAll(rest);
    return read;
  }
}
