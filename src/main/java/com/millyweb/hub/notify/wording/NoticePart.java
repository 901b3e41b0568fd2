package com.millyweb.hub.notify.wording;

import com.millyweb.hub.config.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A part of a notice, as a parameter and a notice file name it: {@code title}, or {@code
 * field.Items}.
 *
 * @param name what stands on the field, the button or the attachment; empty for other parts
 */
public record NoticePart(Kind kind, String name) {

  /** The parts that there are. */
  public enum Kind {
    title,
    text,
    link,
    severity,
    key,
    thread,
    hold,
    holdTo,
    fields,
    field,
    button,
    attachment;

    /** Whether there may be several of them, told apart by a name. */
    public boolean isNamed() {
      return this == field || this == button || this == attachment;
    }
  }

  /** Null when there is no such part. */
  public static @Nullable NoticePart of(String written) {
    int dot = written.indexOf('.');
    String word = dot < 0 ? written : written.substring(0, dot);
    String name = dot < 0 ? "" : written.substring(dot + 1).strip();
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equals(word))
        .filter(kind -> kind.isNamed() != name.isEmpty())
        .findFirst()
        .map(kind -> new NoticePart(kind, name))
        .orElse(null);
  }

  /** The words that a part begins with. */
  public static Set<String> words() {
    List<String> words = Arrays.stream(Kind.values()).map(Kind::name).toList();
    return new TreeSet<>(words);
  }

  /** The part that a misspelt one was meant to be. */
  public static @Nullable String meant(String name) {
    int dot = name.indexOf('.');
    String word = dot < 0 ? name : name.substring(0, dot);
    String meant = Nearest.to(word, words());
    return meant == null || dot < 0 ? meant : meant + name.substring(dot);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return kind.isNamed() ? kind + "." + name : kind.name();
  }
}
