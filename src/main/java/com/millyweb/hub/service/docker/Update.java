package com.millyweb.hub.service.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One update of a container, as the table {@code docker_update} knows it.
 *
 * @param image that is asked for; null for that of the container
 * @param by who asked for it, in words
 * @param notice what its notices have in common
 * @param begunAt when it was asked for
 * @param patience how long the new container may take to be healthy
 */
record Update(
    long id,
    String engine,
    String name,
    @Nullable String image,
    String by,
    String notice,
    Instant begunAt,
    Duration patience,
    UpdateProgress progress) {
  private static final int SHORT_ID = 19;
  private static final String NEW = "-hub-new";
  private static final String OLD = "-hub-old";

  /** How far it has come: the migration V6 says what each of them means. */
  enum Phase {
    ASKED,
    PULLED,
    CREATED,
    STARTED,
    HEALTHY,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum Outcome {
    /** The new container runs, and the old one is gone. */
    UPDATED,
    /** The container has the newest image. */
    UNCHANGED,
    /** The old container runs again. */
    ROLLED_BACK,
    /** Nothing was done, or the rest of it is left to people: the reason says so. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Outcome of(@Nullable String word) {
      return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Whether a container has such a name as both have for as long as an update lasts. */
  static boolean isOfUpdate(String container) {
    return container.endsWith(NEW) || container.endsWith(OLD);
  }

  /** The name of the new container until it takes the place of the old one. */
  String newName() {
    return name + NEW;
  }

  /** The name of the old container until it is removed. */
  String oldName() {
    return name + OLD;
  }

  /** As its step and its events show it. */
  Map<String, @Nullable Object> view() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", name);
    view.put("outcome", progress.outcome == null ? null : progress.outcome.word());
    view.put("by", by);
    view.put("old", shortened(progress.oldImage));
    view.put("new", shortened(progress.newImage));
    view.put("version", progress.version);
    view.put("link", progress.link);
    view.put("reason", progress.reason);
    view.put("log", progress.log == null ? "" : progress.log);
    view.put("steps", List.copyOf(progress.steps));
    view.put("notice", notice);
    return view;
  }

  private static @Nullable String shortened(@Nullable String image) {
    return image == null ? null : image.substring(0, Math.min(image.length(), SHORT_ID));
  }
}
