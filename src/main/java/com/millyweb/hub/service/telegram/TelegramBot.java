package com.millyweb.hub.service.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who the hub is on Telegram, for both ways: its token, its API, its name. */
@Component
final class TelegramBot {
  private final @Nullable Secret token;
  private final URI baseUrl;
  private volatile @Nullable String username;

  TelegramBot(TelegramProperties properties) {
    token = properties.token();
    baseUrl = properties.baseUrl();
    // it becomes part of a URL, and a URL's errors show it
    if (token != null && !TelegramDestination.isToken(token)) {
      throw new ConfigurationProblem(
          "hub.notify.telegram.token must be <number>:<letters, digits, '_' and '-'>, as BotFather wrote it");
    }
  }

  boolean isConfigured() {
    return token != null;
  }

  URI baseUrl() {
    return baseUrl;
  }

  Secret token() {
    if (token == null) {
      throw new IllegalStateException("hub.notify.telegram.token is not set");
    }
    return token;
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
