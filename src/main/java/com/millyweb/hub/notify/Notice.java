package com.millyweb.hub.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are told.
 *
 * @param id UUID version 7; with a target it is the key under which a medium sends only once
 * @param channel whom to tell, a name from {@code hub.notify.channels}
 * @param key a later notice of the channel with the same key updates this one
 * @param thread notices of one thread stand together where the medium can
 * @param title plain text
 * @param text Markdown
 * @param time of the event that it is about, or of the notice; orders updates
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Notice(
    UUID id,
    String channel,
    @Nullable String key,
    @Nullable String thread,
    @Nullable String title,
    String text,
    Severity severity,
    List<Field> fields,
    @Nullable Link link,
    List<Action> actions,
    List<Attachment> attachments,
    Instant time) {

  static final int MAX_NAME = 200;
  static final int MAX_TITLE = 2_000;
  static final int MAX_TEXT = 262_144;
  static final int MAX_ITEMS = 100;

  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  public Notice {
    text = text == null ? "" : text;
    fields = fields == null ? List.of() : List.copyOf(fields);
    actions = actions == null ? List.of() : List.copyOf(actions);
    attachments = attachments == null ? List.of() : List.copyOf(attachments);
    limit("channel", channel, MAX_NAME);
    limit("key", key, MAX_NAME);
    limit("thread", thread, MAX_NAME);
    limit("title", title, MAX_TITLE);
    limit("text", text, MAX_TEXT);
    limit("fields", fields);
    limit("actions", actions);
    limit("attachments", attachments);
    if (title == null && text.isBlank() && fields.isEmpty()) {
      throw new IllegalArgumentException(
          "Notice to '%s' must have a title, a text or fields".formatted(channel));
    }
  }

  /** A notice without anything beyond its text. */
  public static Notice of(
      String channel, Severity severity, @Nullable String title, String text, Instant time) {
    return new Notice(
        IDS.generate(),
        channel,
        null,
        null,
        title,
        text,
        severity,
        List.of(),
        null,
        List.of(),
        List.of(),
        time);
  }

  public Notice withKey(@Nullable String key) {
    return new Notice(
        id, channel, key, thread, title, text, severity, fields, link, actions, attachments, time);
  }

  public Notice withFields(List<Field> fields) {
    return new Notice(
        id, channel, key, thread, title, text, severity, fields, link, actions, attachments, time);
  }

  public Notice withLink(@Nullable Link link) {
    return new Notice(
        id, channel, key, thread, title, text, severity, fields, link, actions, attachments, time);
  }

  static UUID newId() {
    return IDS.generate();
  }

  private static void limit(String name, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      throw new IllegalArgumentException(
          "Notice %s must have at most %d characters, had %d".formatted(name, max, value.length()));
    }
  }

  private static void limit(String name, List<?> items) {
    if (items.size() > MAX_ITEMS) {
      throw new IllegalArgumentException(
          "Notice must have at most %d %s, had %d".formatted(MAX_ITEMS, name, items.size()));
    }
  }

  /**
   * @param value Markdown
   * @param brief whether it may stand beside another one
   */
  public record Field(String title, String value, @JsonProperty("short") boolean brief) {}

  public record Link(String url, @Nullable String text) {
    public Link {
      requireUrl("link", url);
    }
  }

  /**
   * A button: with a URL it leads there; with a value it is answered as {@code chat.action}.
   *
   * @param style {@code primary}, {@code danger} or null
   */
  public record Action(
      String text, @Nullable String url, @Nullable String value, @Nullable String style) {
    public Action {
      if ((url == null) == (value == null)) {
        throw new IllegalArgumentException(
            "Action '%s' must have either url or value".formatted(text));
      }
      if (url != null) {
        requireUrl("action", url);
      }
      if (style != null && !style.equals("primary") && !style.equals("danger")) {
        throw new IllegalArgumentException(
            "Action style must be primary or danger, was: '%s'".formatted(style));
      }
    }
  }

  public record Attachment(String name, String url) {
    public Attachment {
      requireUrl("attachment", url);
    }
  }

  private static void requireUrl(String what, String url) {
    if (!url.matches("(?i)(https?://|mailto:)[^\\s<>|\"]{1,2990}")) {
      throw new IllegalArgumentException(
          "The url of a %s must be an http, https or mailto URL of at most 3000 characters, was: '%s'"
              .formatted(what, url.length() <= 80 ? url : url.substring(0, 80) + "…"));
    }
  }
}
