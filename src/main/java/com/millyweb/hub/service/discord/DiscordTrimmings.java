package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.service.discord.DiscordMessage.Form;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes from a message what Discord refused about it, and says in words what was there: a URL, a
 * file that the hub keeps, a button that can be pressed in the hub.
 */
final class DiscordTrimmings {
  private static final int LINK = 5;

  private final Notice notice;
  private final List<String> said = new ArrayList<>();

  DiscordTrimmings(Notice notice) {
    this.notice = notice;
  }

  /** Embeds keep their words, buttons that are pressed stay; no URL is anything but text. */
  DiscordMessage barer(DiscordMessage message, Set<String> blamed) {
    List<Object> embeds = new ArrayList<>();
    for (Object embed : message.embeds()) {
      embeds.add(withoutUrls((Map<?, ?>) embed));
    }
    boolean files = !blamed.isEmpty() && !blamed.contains(DiscordMessage.FILES);
    if (!files) {
      message.files().forEach(file -> said.add("📎 %s: see %s".formatted(file.name(), where())));
    }
    List<Object> buttons = pressed(message.components(), !blamed.contains("components"));
    return new DiscordMessage(
        withSaid(message.content()),
        embeds,
        buttons,
        files ? message.files() : List.of(),
        Form.barer);
  }

  /** All of its words, as far as there is room. */
  DiscordMessage plain(DiscordMessage message) {
    List<String> words = new ArrayList<>();
    if (!message.content().isBlank()) {
      words.add(message.content());
    }
    for (Object embed : message.embeds()) {
      words(withoutUrls((Map<?, ?>) embed), words);
    }
    pressed(message.components(), false);
    message.files().forEach(file -> said.add("📎 %s: see %s".formatted(file.name(), where())));
    return DiscordMessage.of(withSaid(String.join("\n", words)));
  }

  private Map<String, Object> withoutUrls(Map<?, ?> embed) {
    Map<String, Object> words = new LinkedHashMap<>();
    embed.forEach((name, value) -> words.put(String.valueOf(name), value));
    if (words.remove("url") instanceof String url) {
      said.add(url);
    }
    if (words.remove("image") instanceof Map<?, ?> image) {
      said.add(String.valueOf(image.get("url")));
    }
    return words;
  }

  private static void words(Map<?, ?> embed, List<String> into) {
    if (embed.get("title") instanceof String title) {
      into.add("**" + title + "**");
    }
    if (embed.get("description") instanceof String description) {
      into.add(description);
    }
    if (embed.get("fields") instanceof List<?> fields) {
      for (Object field : fields) {
        Map<?, ?> pair = (Map<?, ?>) field;
        into.add("**%s**: %s".formatted(pair.get("name"), pair.get("value")));
      }
    }
    if (embed.get("footer") instanceof Map<?, ?> footer) {
      into.add(String.valueOf(footer.get("text")));
    }
  }

  /** The rows without what leads to a URL; empty where none may stay. */
  private List<Object> pressed(List<Object> rows, boolean stay) {
    List<Object> kept = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Object row : rows) {
      List<Object> buttons = new ArrayList<>();
      for (Object button : (List<?>) ((Map<?, ?>) row).get("components")) {
        Map<?, ?> one = (Map<?, ?>) button;
        if (Integer.valueOf(LINK).equals(one.get("style"))) {
          said.add("%s: %s".formatted(one.get("label"), one.get("url")));
        } else if (stay) {
          buttons.add(button);
        } else {
          left.add(String.valueOf(one.get("label")));
        }
      }
      if (!buttons.isEmpty()) {
        kept.add(Map.of("type", 1, "components", buttons));
      }
    }
    if (!left.isEmpty()) {
      said.add("To be answered in the hub, %s: %s".formatted(where(), String.join(" · ", left)));
    }
    return kept;
  }

  /** What was taken away is named last, and has its room before the words that are cut. */
  private String withSaid(String words) {
    String tail = Truncate.to(String.join("\n", said), DiscordMessage.CONTENT / 2);
    if (tail.isBlank()) {
      return cut(words, DiscordMessage.CONTENT);
    }
    String head = cut(words, DiscordMessage.CONTENT - tail.length() - 1);
    return head.isBlank() ? tail : head + "\n" + tail;
  }

  private String cut(String words, int most) {
    if (words.length() <= most) {
      return words;
    }
    String more = "… more: see " + where();
    return Truncate.to(words, most - more.length() - 1) + "\n" + more;
  }

  private String where() {
    return "notice " + notice.id();
  }
}
