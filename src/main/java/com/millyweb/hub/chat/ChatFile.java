package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody sent along, and what the hub needs to fetch it: the bean {@code chatFile}
 * does, with the medium's own login, which is not in here.
 *
 * @param name without folders; made up where the chat knows none
 * @param type as the chat says, which nobody has checked
 * @param size bytes, as the chat says; null when it does not
 * @param id what the chat calls the file
 * @param url where it is; null where it has to be asked for by its id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatFile(
    String medium,
    String name,
    String type,
    @Nullable Long size,
    @Nullable String id,
    @Nullable String url) {
  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9][\\w.+-]{0,126}/[A-Za-z0-9][\\w.+-]{0,126}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]{1,2990}");
  private static final int MAX_NAME = 200;

  public ChatFile {
    medium = medium == null ? "" : medium;
    name = name == null ? "" : name;
    type = type == null ? "" : type;
  }

  /** What a chat says of a file, without whatever in it could do harm. */
  public static ChatFile sent(
      String medium,
      String name,
      String type,
      @Nullable Long size,
      @Nullable String id,
      @Nullable String url) {
    String plain =
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}/\\\\]+", "_")
            .strip();
    return new ChatFile(
        medium,
        plain.isEmpty() || plain.matches("\\.+") ? "file" : cut(plain),
        TYPE.matcher(type).matches() ? type : "application/octet-stream",
        size == null || size < 0 ? null : size,
        id != null && ID.matcher(id).matches() ? id : null,
        url != null && URL.matcher(url).matches() ? url : null);
  }

  /**
   * The file that a flow means.
   *
   * @param value a file, a list of them, or the body of a {@code chat.message}: of more than one
   *     the first is meant
   */
  public static Optional<ChatFile> read(@Nullable Object value) {
    if (value instanceof List<?> files) {
      return files.isEmpty() ? Optional.empty() : one(files.get(0));
    }
    List<ChatFile> files = ChatMessage.read(value).files();
    return files.isEmpty()
        ? one(value)
        : Optional.of(files.get(0)).filter(file -> !file.name().isEmpty());
  }

  private static Optional<ChatFile> one(@Nullable Object value) {
    boolean named =
        value instanceof Map<?, ?> map && map.get("name") instanceof String name && !name.isEmpty();
    return named ? Optional.of(ChatJson.read(value, ChatFile.class)) : Optional.empty();
  }

  /** Whether there is a way to fetch it. */
  public boolean canBeFetched() {
    return id != null || url != null;
  }

  /** The end of a name says what it is. */
  private static String cut(String name) {
    int over = name.length() - MAX_NAME;
    return over <= 0
        ? name
        : name.substring(Character.isLowSurrogate(name.charAt(over)) ? over + 1 : over);
  }
}
