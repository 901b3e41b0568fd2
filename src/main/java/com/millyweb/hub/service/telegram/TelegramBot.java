package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who the hub is on Telegram, for both ways: its token, its API, its name. */
@Component
final class TelegramBot {
  private static final String PREFIX = "hub.notify.telegram.";

  private final @Nullable Secret token;
  private final URI baseUrl;
  private volatile @Nullable String username;

  TelegramBot(TelegramProperties properties) {
    Secret configured = properties.token();
    String text = configured == null ? "" : configured.reveal().strip();
    token = text.isEmpty() ? null : new Secret(text);
    baseUrl = properties.baseUrl();
    if (token != null) {
      Redaction.instance().learn(token);
      // it becomes part of a URL, and a URL's errors show it
      if (!text.matches("[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")) {
        throw new ConfigurationProblem(
            PREFIX
                + "token must be <number>:<letters, digits, '_' and '-'>, as BotFather wrote it");
      }
    }
  }

  boolean isConfigured() {
    return token != null;
  }

  URI baseUrl() {
    return baseUrl;
  }

  /** The URL of a method; it holds the token. */
  URI method(String name) {
    if (token == null) {
      throw new IllegalStateException(PREFIX + "token is not set");
    }
    String base = baseUrl.toString().replaceFirst("/+$", "");
    return URI.create(base + "/bot" + token.reveal() + "/" + name);
  }

  /** Whether a user's name is known, and is needed to know mentions from those of other bots. */
  boolean isNamed() {
    return username != null;
  }

  /** Telegram showed the bot's own user. */
  void learn(JsonNode user) {
    String name = user.path("username").asText("");
    if (!name.isEmpty()) {
      username = name;
    }
  }

  /** Whether this user is the bot; without a token any bot. */
  boolean is(JsonNode user) {
    if (!user.path("is_bot").asBoolean(false)) {
      return false;
    }
    boolean own = token == null || token.reveal().startsWith(user.path("id").asText() + ":");
    if (own && token != null) {
      learn(user);
    }
    return own;
  }

  /** Whether this name is the bot's; while that is unknown, any bot's: their names end so. */
  boolean isNamed(String name) {
    String known = username;
    return known == null
        ? name.toLowerCase(Locale.ROOT).endsWith("bot")
        : known.equalsIgnoreCase(name);
  }
}
