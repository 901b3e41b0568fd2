package com.millyweb.hub.ingress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text with places for what a request holds: <code>{body}</code>, <code>{source}</code>, a header
 * <code>{X-Name}</code>, or a field of the JSON body by its JSON pointer, <code>{/data/id}</code>.
 * Of several names, <code>{X-New|X-Old}</code>, the first that has something fills the place.
 */
public final class Template {
  /**
   * A literal text, or a place.
   *
   * @param text empty for a place
   * @param places the names of a place, of which the first that has something fills it
   */
  public record Part(String text, List<String> places) {
    static Part literal(String text) {
      return new Part(text, List.of());
    }

    static Part place(String names) {
      return new Part("", List.of(names.split("\\|")));
    }

    public boolean isPlace() {
      return !places.isEmpty();
    }

    /** The text, or what fills the place; null when nothing does. */
    @Nullable String fill(Function<String, @Nullable String> filling) {
      if (!isPlace()) {
        return text;
      }
      for (String place : places) {
        String found = filling.apply(place);
        if (found != null) {
          return found;
        }
      }
      return null;
    }
  }

  private final String text;
  private final List<Part> parts;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  public static Template valueOf(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = text.indexOf('}', Math.max(at, open));
      if (open < 0 && close < 0) {
        break;
      }
      if (open < 0 || close < open + 2) {
        throw new IllegalArgumentException(
            "A template must hold pairs of '{' and '}' with a name between, was: '%s'"
                .formatted(text));
      }
      if (open > at) {
        parts.add(Part.literal(text.substring(at, open)));
      }
      parts.add(Part.place(text.substring(open + 1, close)));
      at = close + 1;
    }
    if (at < text.length()) {
      parts.add(Part.literal(text.substring(at)));
    }
    return new Template(text, parts);
  }

  public List<Part> parts() {
    return parts;
  }

  /** The JSON pointers of the template. */
  public List<String> pointers() {
    return places().filter(place -> place.startsWith("/")).toList();
  }

  boolean names(String place) {
    return places().anyMatch(place::equalsIgnoreCase);
  }

  private Stream<String> places() {
    return parts.stream().flatMap(part -> part.places().stream());
  }

  /** The text with its places filled; null when one of them has nothing to fill it with. */
  public @Nullable String fill(Function<String, @Nullable String> places) {
    if (parts.size() == 1) {
      return parts.get(0).fill(places);
    }
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      String value = part.fill(places);
      if (value == null) {
        return null;
      }
      filled.append(value);
    }
    return filled.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
