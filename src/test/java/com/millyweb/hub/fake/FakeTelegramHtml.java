package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts, with markup and buttons, that the fake Telegram takes. */
final class FakeTelegramHtml {
  private static final int LIMIT = 4_096;
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z-]+)((?: [a-z]+=\"[^\"<>]*\")*)>|<|&(?!(?:lt|gt|amp|quot);)");
  private static final Set<String> TAGS =
      Set.of("b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler");

  private FakeTelegramHtml() {}

  /**
   * What is seen of <a href="https://core.telegram.org/bots/api#html-style">HTML</a>.
   *
   * @throws IllegalArgumentException where Telegram could not parse it
   */
  static String seen(String html) {
    Deque<String> open = new ArrayDeque<>();
    StringBuilder out = new StringBuilder();
    Matcher tag = TAG.matcher(html);
    int at = 0;
    while (tag.find()) {
      out.append(html, at, tag.start());
      at = tag.end();
      String name = tag.group(2);
      if (name == null || !TAGS.contains(name)) {
        throw new IllegalArgumentException("Unsupported start tag at byte offset " + tag.start());
      }
      if (tag.group(1).isEmpty()) {
        open.push(name);
      } else if (!name.equals(open.poll())) {
        throw new IllegalArgumentException("Unmatched end tag at byte offset " + tag.start());
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("Can't find end tag corresponding to start tag");
    }
    out.append(html.substring(at));
    return out.toString()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  private static String markup(String html) throws FakeTelegramRefusal {
    try {
      return seen(html);
    } catch (IllegalArgumentException e) {
      throw new FakeTelegramRefusal(400, "Bad Request: can't parse entities: " + e.getMessage());
    }
  }

  /** What is seen of a message. */
  static String text(JsonNode body) throws FakeTelegramRefusal {
    String raw = body.path("text").asText();
    String text = body.path("parse_mode").asText().equals("HTML") ? markup(raw) : raw;
    if (text.isBlank()) {
      throw new FakeTelegramRefusal(400, "Bad Request: message text is empty");
    }
    if (text.length() > LIMIT) {
      throw new FakeTelegramRefusal(400, "Bad Request: message is too long");
    }
    for (JsonNode row : body.path("reply_markup").path("inline_keyboard")) {
      for (JsonNode button : row) {
        int bytes = button.path("callback_data").asText().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 64) {
          throw new FakeTelegramRefusal(400, "Bad Request: BUTTON_DATA_INVALID");
        }
        if (button.has("url") && !button.path("url").asText().matches("https?://[^/]+\\.[^/]+.*")) {
          throw new FakeTelegramRefusal(
              400, "Bad Request: inline keyboard button URL is invalid: Wrong HTTP URL");
        }
      }
    }
    return text;
  }
}
