package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.service.discord.DiscordButtons.Component;
import com.millyweb.hub.service.discord.DiscordButtons.Row;
import com.millyweb.hub.service.discord.DiscordMessage.Form;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes from a message what Discord refused about it, and says in words what was there: a URL, a
 * file that the hub keeps, a button that can be pressed in the hub.
 */
final class DiscordTrimmings {
  private final Notice notice;
  private final List<String> said = new ArrayList<>();

  DiscordTrimmings(Notice notice) {
    this.notice = notice;
  }

  /** Embeds keep their words, buttons that are pressed stay; no URL is anything but text. */
  DiscordMessage barer(DiscordMessage message, Set<String> blamed) {
    List<DiscordEmbed> embeds = message.embeds().stream().map(this::withoutUrls).toList();
    boolean files = !blamed.isEmpty() && !blamed.contains(DiscordMessage.FILES);
    if (!files) {
      message.files().forEach(file -> said.add("📎 %s: see %s".formatted(file.name(), where())));
    }
    List<Row> buttons = pressed(message.components(), !blamed.contains("components"));
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
    message.embeds().forEach(embed -> words.addAll(withoutUrls(embed).words()));
    pressed(message.components(), false);
    message.files().forEach(file -> said.add("📎 %s: see %s".formatted(file.name(), where())));
    return DiscordMessage.of(withSaid(String.join("\n", words)));
  }

  private DiscordEmbed withoutUrls(DiscordEmbed embed) {
    if (embed.url() != null) {
      said.add(embed.url());
    }
    if (embed.image() != null) {
      said.add(embed.image().url());
    }
    return embed.withoutUrls();
  }

  /** The rows without what leads to a URL; empty where none may stay. */
  private List<Row> pressed(List<Row> rows, boolean stay) {
    List<Row> kept = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Row row : rows) {
      List<Component> buttons = new ArrayList<>();
      for (Component button : row.components()) {
        if (button.url() != null) {
          said.add("%s: %s".formatted(button.label(), button.url()));
        } else if (stay) {
          buttons.add(button);
        } else {
          left.add(button.label());
        }
      }
      if (!buttons.isEmpty()) {
        kept.add(Row.of(buttons));
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
