package com.millyweb.hub.ingress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Text with places for what a request holds: <code>{body}</code>, <code>{source}</code>, a header
 * <code>{X-Name}</code>, or a field of the JSON body by its JSON pointer, <code>{/data/id}</code>.
 */
public final class Template {
  /** Either a literal text or the name of a place. */
  public record Part(String text, boolean place) {
    boolean isPointer() {
      return place && text.startsWith("/");
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
        parts.add(new Part(text.substring(at, open), false));
      }
      parts.add(new Part(text.substring(open + 1, close), true));
      at = close + 1;
    }
    if (at < text.length()) {
      parts.add(new Part(text.substring(at), false));
    }
    return new Template(text, parts);
  }

  public List<Part> parts() {
    return parts;
  }

  /** The JSON pointers of the template. */
  public List<String> pointers() {
    return parts.stream().filter(Part::isPointer).map(Part::text).toList();
  }

  boolean names(String place) {
    return parts.stream().anyMatch(part -> part.place() && part.text().equalsIgnoreCase(place));
  }

  /** The text with its places filled; null when one of them has nothing to fill it with. */
  public @Nullable String fill(Function<String, @Nullable String> places) {
    if (parts.size() == 1 && parts.get(0).place()) {
      return places.apply(parts.get(0).text());
    }
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      String value = part.place() ? places.apply(part.text()) : part.text();
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
