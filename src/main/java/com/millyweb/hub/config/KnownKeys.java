package com.millyweb.hub.config;

import com.millyweb.hub.secret.Secret;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.ResolvableType;

/**
 * The keys that the nouns' properties records understand, read off their components, so that a new
 * noun needs nothing here.
 */
final class KnownKeys {
  /** Records that are written as one text. */
  private static final Set<Class<?>> VALUES = Set.of(Secret.class, Rate.class);

  private static final String ANY = "<name>";
  private static final int MOST_WORDS_OF_A_NAME = 6;
  private final List<Root> roots;

  /**
   * @param types records with {@link ConfigurationProperties}
   */
  KnownKeys(Collection<Class<?>> types) {
    roots =
        types.stream()
            .map(
                type -> new Root(List.of(prefix(type).split("\\.")), ResolvableType.forClass(type)))
            .toList();
  }

  /**
   * @param elements of a key in canonical form, {@code [hub, db, url]}
   */
  boolean contains(List<String> elements) {
    return matches(elements.stream().map(KnownKeys::uniform).toList(), 1);
  }

  /** Several words of a variable may be one element: {@code HUB_MANAGEMENT_PORT}. */
  boolean containsVariable(String variable) {
    return matches(words(variable), Integer.MAX_VALUE);
  }

  /** What the value of a key is read as; null when the key is not known. */
  @Nullable ResolvableType typeOf(List<String> elements) {
    Found found = find(elements.stream().map(KnownKeys::uniform).toList(), 1, 1);
    return found == null ? null : found.type;
  }

  @Nullable ResolvableType typeOf(String variable) {
    Found found = find(words(variable), Integer.MAX_VALUE, 1);
    return found == null ? null : found.type;
  }

  /** The key that a variable sets; empty when it sets none. */
  List<String> keyOf(String variable) {
    Found found = find(words(variable), Integer.MAX_VALUE, 1);
    List<String> key = new ArrayList<>();
    if (found != null) {
      key.add("hub");
      key.addAll(found.key);
    }
    return key;
  }

  /** Whether the key's value is a length of time. */
  boolean isDuration(List<String> elements) {
    return isDuration(find(elements.stream().map(KnownKeys::uniform).toList(), 1, 1));
  }

  boolean isDurationVariable(String variable) {
    return isDuration(find(words(variable), Integer.MAX_VALUE, 1));
  }

  private static boolean isDuration(@Nullable Found found) {
    return found != null && found.type.toClass() == Duration.class;
  }

  /**
   * The key that a variable was probably meant to set, when a name in it was written as several
   * words: {@code HUB_INGRESS_SOURCES_UPTIME_KUMA_SECRET}. A variable cannot tell where such a name
   * ends.
   */
  @Nullable Meant withALongName(String variable) {
    Found found = find(words(variable), Integer.MAX_VALUE, MOST_WORDS_OF_A_NAME);
    // a name alone is no key
    return found == null || !isKey(found.type)
        ? null
        : new Meant(
            "HUB_" + String.join("_", found.variable).toUpperCase(Locale.ROOT),
            "hub." + String.join(".", found.key));
  }

  /**
   * @param variable with the name as one word
   * @param key with the name in the way of keys, {@code uptime-kuma}
   */
  record Meant(String variable, String key) {}

  private boolean matches(List<String> words, int perElement) {
    return find(words, perElement, 1) != null;
  }

  private @Nullable Found find(List<String> words, int perElement, int perName) {
    for (Root root : roots) {
      int depth = root.prefix.size();
      if (depth <= words.size() && root.prefix.equals(words.subList(0, depth))) {
        Found found = find(root.type, words.subList(depth, words.size()), perElement, perName);
        if (found != null) {
          for (int i = depth - 1; i > 0; i--) {
            found = found.below(root.prefix.get(i), root.prefix.get(i));
          }
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable Found find(
      ResolvableType type, List<String> words, int perElement, int perName) {
    if (words.isEmpty()) {
      return new Found(type, List.of(), List.of());
    }
    Class<?> raw = type.toClass();
    if (Map.class.isAssignableFrom(raw)) {
      return findNamed(type.asMap().getGeneric(1), words, perElement, perName);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      Found found =
          words.get(0).matches("\\d+")
              ? find(type.asCollection().getGeneric(0), after(words, 1), perElement, perName)
              : null;
      return found == null ? null : found.below(words.get(0), words.get(0));
    }
    if (isPlain(type)) {
      return null;
    }
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = uniform(name(component));
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < Math.min(words.size(), perElement); i++) {
        joined.append(words.get(i));
        if (joined.toString().equals(name)) {
          Found found = find(type(type, component), after(words, i + 1), perElement, perName);
          if (found != null) {
            return found.below(kebab(name(component)), String.join("_", words.subList(0, i + 1)));
          }
        }
      }
    }
    return null;
  }

  private static @Nullable Found findNamed(
      ResolvableType value, List<String> words, int perElement, int perName) {
    if (isPlain(value)) {
      // the names of a map of plain values may have dots
      return new Found(value, words, words);
    }
    // where names lie in names, the outer one is more likely to be the long one
    for (int inner : perName == 1 ? new int[] {1} : new int[] {1, perName}) {
      for (int i = 1; i <= Math.min(words.size(), perName); i++) {
        Found found = find(value, after(words, i), perElement, inner);
        if (found != null) {
          List<String> name = words.subList(0, i);
          return found.below(String.join("-", name), String.join("", name));
        }
      }
    }
    return null;
  }

  private static List<String> after(List<String> words, int count) {
    return words.subList(count, words.size());
  }

  /**
   * @param key the elements of the key, those below the root
   * @param variable the same as parts of a variable
   */
  private record Found(ResolvableType type, List<String> key, List<String> variable) {
    Found below(String element, String part) {
      return new Found(type, prepended(element, key), prepended(part, variable));
    }

    private static List<String> prepended(String first, List<String> rest) {
      List<String> all = new ArrayList<>();
      all.add(first);
      all.addAll(rest);
      return all;
    }
  }

  /** The known key that is nearest to an unknown one; null when none is near. */
  @Nullable String nearest(List<String> elements) {
    return LikelyKey.of(String.join(".", elements), "\\.", keys(elements));
  }

  @Nullable String nearestVariable(String variable) {
    List<String> words = words(variable);
    return LikelyKey.of(
        variable.toUpperCase(Locale.ROOT),
        "_",
        keys(words).stream()
            .map(key -> key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT))
            .toList());
  }

  /**
   * The last elements of the keys beside an unknown one, {@code [cron, missed, zone]}; empty where
   * what lies above it is not known either.
   */
  List<String> beside(List<String> elements) {
    List<String> words = elements.stream().map(KnownKeys::uniform).toList();
    if (words.size() <= 2) {
      return List.of();
    }
    return inside(find(words.subList(0, words.size() - 1), 1, 1));
  }

  /** The same for a variable; its last parts may be several words of one element. */
  List<String> besideVariable(String variable) {
    List<String> words = words(variable);
    for (int end = words.size() - 1; end > 1; end--) {
      Found above = find(words.subList(0, end), Integer.MAX_VALUE, 1);
      if (above != null) {
        String start = "HUB_" + String.join("_", above.variable).toUpperCase(Locale.ROOT) + "_";
        return inside(above).stream()
            .map(key -> start + key.replace('-', '_').toUpperCase(Locale.ROOT))
            .toList();
      }
    }
    return List.of();
  }

  private static List<String> inside(@Nullable Found above) {
    Class<?> raw = above == null ? Object.class : above.type.toClass();
    return !raw.isRecord() || VALUES.contains(raw)
        ? List.of()
        : Stream.of(raw.getRecordComponents()).map(part -> kebab(name(part))).sorted().toList();
  }

  /** Every key; what the operator names stands as in the given key, or as {@code <name>}. */
  List<String> keys(List<String> given) {
    List<String> keys = new ArrayList<>();
    for (Root root : roots) {
      collect(String.join(".", root.prefix), root.prefix.size(), root.type, given, keys);
    }
    return keys;
  }

  /** A name that the operator chose is taken over from the key that was given. */
  private static void collect(
      String key, int depth, ResolvableType type, List<String> given, List<String> keys) {
    Class<?> raw = type.toClass();
    String here = depth < given.size() ? given.get(depth) : ANY;
    if (Map.class.isAssignableFrom(raw)) {
      collect(key + "." + here, depth + 1, type.asMap().getGeneric(1), given, keys);
    } else if (Collection.class.isAssignableFrom(raw)) {
      keys.add(key);
      if (!isPlain(type.asCollection().getGeneric(0))) {
        String index = here.matches("\\d+") ? here : "0";
        collect(key + "." + index, depth + 1, type.asCollection().getGeneric(0), given, keys);
      }
    } else if (isPlain(type)) {
      keys.add(key);
    } else {
      for (RecordComponent component : raw.getRecordComponents()) {
        collect(key + "." + kebab(name(component)), depth + 1, type(type, component), given, keys);
      }
    }
  }

  private static boolean isKey(ResolvableType type) {
    return isPlain(type)
        || Collection.class.isAssignableFrom(type.toClass())
            && isPlain(type.asCollection().getGeneric(0));
  }

  private static boolean isPlain(ResolvableType type) {
    Class<?> raw = type.toClass();
    return !Map.class.isAssignableFrom(raw)
        && !Collection.class.isAssignableFrom(raw)
        && (!raw.isRecord() || VALUES.contains(raw));
  }

  private static ResolvableType type(ResolvableType owner, RecordComponent component) {
    return ResolvableType.forType(component.getGenericType(), owner);
  }

  private static String name(RecordComponent component) {
    Name name = component.getAnnotation(Name.class);
    return name == null ? component.getName() : name.value();
  }

  private static String prefix(Class<?> type) {
    var annotation = type.getAnnotation(ConfigurationProperties.class);
    return annotation.value().isEmpty() ? annotation.prefix() : annotation.value();
  }

  private static List<String> words(String variable) {
    return List.of(variable.toLowerCase(Locale.ROOT).split("_"));
  }

  private static String uniform(String element) {
    return element.replace("-", "").toLowerCase(Locale.ROOT);
  }

  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private record Root(List<String> prefix, ResolvableType type) {}
}
