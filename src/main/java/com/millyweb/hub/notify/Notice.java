package com.millyweb.hub.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.millyweb.hub.text.Truncate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
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
 * @param answers the event that a reply answers, which may hold what its medium needs for that
 * @param undoes the held notice that its button takes back; no flow can say so
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
    @Nullable UUID answers,
    @Nullable UUID undoes,
    Instant time) {

  public static final int MAX_NAME = 200;
  public static final int MAX_TITLE = 2_000;
  public static final int MAX_TEXT = 262_144;
  static final int MAX_ITEMS = 100;

  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  public Notice {
    key = key == null ? null : sound(key);
    thread = thread == null ? null : sound(thread);
    title = title == null ? null : sound(title);
    text = text == null ? "" : sound(text);
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
        null,
        null,
        time);
  }

  public Notice withKey(@Nullable String key) {
    return changed(draft -> draft.key = key);
  }

  public Notice withText(String text) {
    return changed(draft -> draft.text = text);
  }

  public Notice withFields(List<Field> fields) {
    return changed(draft -> draft.fields = fields);
  }

  public Notice withLink(@Nullable Link link) {
    return changed(draft -> draft.link = link);
  }

  public Notice withActions(List<Action> actions) {
    return changed(draft -> draft.actions = actions);
  }

  public Notice withAttachments(List<Attachment> attachments) {
    return changed(draft -> draft.attachments = attachments);
  }

  /** Whether it brings texts along that stand as files beside it. */
  public boolean hasFiles() {
    return attachments.stream().anyMatch(file -> file.content() != null);
  }

  public Notice answering(@Nullable UUID answers) {
    return changed(draft -> draft.answers = answers);
  }

  public Notice undoing(@Nullable UUID held) {
    return changed(draft -> draft.undoes = held);
  }

  public Notice withId(UUID id) {
    return changed(draft -> draft.id = id);
  }

  /** A notice that somebody may decide is edited then, which needs a key. */
  public Notice withKeyForActions() {
    boolean asks = actions.stream().anyMatch(action -> action.value() != null);
    return key == null && asks ? withKey("action/" + id) : this;
  }

  private Notice changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.notice();
  }

  /** What can be changed of a notice, while it is. */
  private static final class Draft {
    private final Notice from;
    private UUID id;
    private @Nullable String key;
    private String text;
    private List<Field> fields;
    private @Nullable Link link;
    private List<Action> actions;
    private List<Attachment> attachments;
    private @Nullable UUID answers;
    private @Nullable UUID undoes;

    Draft(Notice from) {
      this.from = from;
      id = from.id;
      key = from.key;
      text = from.text;
      fields = from.fields;
      link = from.link;
      actions = from.actions;
      attachments = from.attachments;
      answers = from.answers;
      undoes = from.undoes;
    }

    Notice notice() {
      return new Notice(
          id,
          from.channel,
          key,
          from.thread,
          from.title,
          text,
          from.severity,
          fields,
          link,
          actions,
          attachments,
          answers,
          undoes,
          from.time);
    }
  }

  public static UUID newId() {
    return IDS.generate();
  }

  /**
   * Neither Postgres nor a medium takes U+0000 or half of a surrogate pair, which JSON from outside
   * may well have.
   */
  private static String sound(String text) {
    StringBuilder sound = null;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isHighSurrogate(c)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        sound = sound == null ? new StringBuilder(text) : sound;
        sound.setCharAt(at, '\uFFFD');
      }
    }
    return sound == null ? text : sound.toString();
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
  public record Field(String title, String value, @JsonProperty("short") boolean brief) {
    public Field {
      title = title == null ? "" : sound(title);
      value = value == null ? "" : sound(value);
    }
  }

  public record Link(String url, @Nullable String text) {
    public Link {
      url = sound(url);
      text = text == null ? null : sound(text);
      requireUrl("link", url);
    }
  }

  /**
   * A button: with a URL it leads there; with a value it is answered as {@code chat.action}.
   *
   * @param text what stands on it; when blank, the value or the URL
   * @param style {@code primary}, {@code danger} or null
   */
  public record Action(
      String text, @Nullable String url, @Nullable String value, @Nullable String style) {
    public Action {
      url = url == null ? null : sound(url);
      value = value == null ? null : sound(value);
      text = text == null || text.isBlank() ? value == null ? url : value : sound(text);
      text = text == null ? "" : text;
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

  /**
   * A file: somewhere on the web, or text that the notice brings along.
   *
   * @param content text; null when there is a URL
   */
  public record Attachment(String name, @Nullable String url, @Nullable String content) {
    public Attachment {
      name = name == null ? null : sound(name);
      url = url == null ? null : sound(url);
      content = content == null ? null : sound(content);
      if ((url == null) == (content == null)) {
        throw new IllegalArgumentException(
            "Attachment '%s' must have either url or content".formatted(name));
      }
      if (url != null) {
        requireUrl("attachment", url);
      }
      limit("attachment", content, MAX_TEXT);
      if (name == null || !name.matches("[^/\\\\\\p{Cntrl}]{1,200}")) {
        throw new IllegalArgumentException(
            "The name of an attachment must be 1 to 200 characters without / and \\, was: '%s'"
                .formatted(name));
      }
    }
  }

  /** Whether a link, a button or an attachment may lead there. */
  public static boolean isUrl(String url) {
    return url.matches("(?i)(https?://|mailto:)[^\\s<>|\"]{1,2990}");
  }

  private static void requireUrl(String what, String url) {
    if (!isUrl(url)) {
      throw new IllegalArgumentException(
          "The url of a %s must be an http, https or mailto URL of at most 3000 characters, was: '%s'"
              .formatted(what, Truncate.to(url, 80)));
    }
  }
}
