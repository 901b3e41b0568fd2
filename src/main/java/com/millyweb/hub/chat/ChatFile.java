package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
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
    String plain =
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}/\\\\]+", "_")
            .strip();
    name = plain.isEmpty() || plain.matches("\\.+") ? "file" : cut(plain);
    type = TYPE.matcher(type).matches() ? type : "application/octet-stream";
    size = size == null || size < 0 ? null : size;
    id = id != null && ID.matcher(id).matches() ? id : null;
    url = url != null && URL.matcher(url).matches() ? url : null;
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
