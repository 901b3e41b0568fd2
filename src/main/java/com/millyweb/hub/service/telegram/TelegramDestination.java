package com.millyweb.hub.service.telegram;

import com.millyweb.hub.notify.Target;
import com.millyweb.hub.secret.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes.
 *
 * @param chat a number, or {@code @name} of a public channel or group
 * @param topic of a forum; null outside of one
 */
record TelegramDestination(Secret token, String chat, @Nullable String topic) {
  /** It becomes part of a URL, and a URL's errors show it. */
  private static final Pattern TOKEN = Pattern.compile("[0-9]{1,20}:[A-Za-z0-9_-]{1,100}");

  private static final Pattern ADDRESS =
      Pattern.compile("(-?[0-9]{1,19}|@[A-Za-z0-9_]{3,64})(?:/([0-9]{1,19}))?");

  /**
   * @throws IllegalArgumentException when nothing is configured that reaches the target
   */
  static TelegramDestination of(Target target, TelegramProperties telegram) {
    if (target.webhookUrl() != null) {
      throw new IllegalArgumentException("Telegram has no webhook-url; a bot has a token");
    }
    Secret token = target.token() == null ? telegram.token() : target.token();
    String address = target.address() == null ? telegram.chat() : target.address();
    if (token == null) {
      throw new IllegalArgumentException("Telegram needs hub.notify.telegram.token, or token");
    }
    if (!isToken(token)) {
      throw new IllegalArgumentException(
          "the token must be <number>:<letters, digits, '_' and '-'>, as BotFather wrote it");
    }
    if (address == null) {
      throw new IllegalArgumentException(
          "a bot needs a chat: set hub.notify.telegram.chat, or address");
    }
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a chat must be <number>, <number>/<topic> or @name, was: '%s'".formatted(address));
    }
    return new TelegramDestination(token, parts.group(1), parts.group(2));
  }

  static boolean isToken(Secret token) {
    return TOKEN.matcher(token.reveal()).matches();
  }

  /** Groups and channels have negative numbers. */
  boolean isGroup() {
    return chat.startsWith("-") || chat.startsWith("@");
  }

  TelegramDestination movedTo(String other) {
    return new TelegramDestination(token, other, topic);
  }

  TelegramDestination withoutTopic() {
    return new TelegramDestination(token, chat, null);
  }

  /** Tells bots apart without their secret. */
  String bot() {
    return token.reveal().substring(0, token.reveal().indexOf(':'));
  }
}
