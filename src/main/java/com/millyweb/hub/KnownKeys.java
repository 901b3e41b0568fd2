package com.millyweb.hub;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.ResolvableType;

/**
 * The keys that the nouns' properties records understand, read off their components, so that a new
 * noun needs nothing here.
 */
final class KnownKeys {
  private static final String ANY = "<name>";
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

  private boolean matches(List<String> words, int perElement) {
    return roots.stream()
        .anyMatch(
            root ->
                root.prefix.size() <= words.size()
                    && root.prefix.equals(words.subList(0, root.prefix.size()))
                    && matches(
                        root.type, words.subList(root.prefix.size(), words.size()), perElement));
  }

  private static boolean matches(ResolvableType type, List<String> words, int perElement) {
    if (words.isEmpty()) {
      return true;
    }
    Class<?> raw = type.toClass();
    if (Map.class.isAssignableFrom(raw)) {
      ResolvableType value = type.asMap().getGeneric(1);
      // the names of a map of plain values may have dots
      return isPlain(value) || matches(value, words.subList(1, words.size()), perElement);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return words.get(0).matches("\\d+")
          && matches(type.asCollection().getGeneric(0), words.subList(1, words.size()), perElement);
    }
    if (isPlain(type)) {
      return false;
    }
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = uniform(name(component));
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < Math.min(words.size(), perElement); i++) {
        joined.append(words.get(i));
        if (joined.toString().equals(name)
            && matches(type(type, component), words.subList(i + 1, words.size()), perElement)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The known key that is nearest to an unknown one; null when none is near. */
  @Nullable String nearest(List<String> elements) {
    return Nearest.to(String.join(".", elements), keys(elements));
  }

  @Nullable String nearestVariable(String variable) {
    List<String> words = words(variable);
    return Nearest.to(
        variable.toUpperCase(Locale.ROOT),
        keys(words).stream()
            .map(key -> key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT))
            .toList());
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

  private static boolean isPlain(ResolvableType type) {
    Class<?> raw = type.toClass();
    return !Map.class.isAssignableFrom(raw)
        && !Collection.class.isAssignableFrom(raw)
        && (!raw.isRecord() || raw == Secret.class);
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
