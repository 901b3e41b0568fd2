package com.millyweb.hub.service.telegram;

import java.util.Locale;

/** Telegram said no to a poll. */
final class TelegramRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String WEBHOOK = "webhook";

  private final long retryAfterSeconds;
  private final boolean rival;

  TelegramRefusal(String method, int status, String description, long retryAfterSeconds) {
    super("%s answered %d: %s".formatted(method, status, description) + hint(status, description));
    this.retryAfterSeconds = retryAfterSeconds;
    rival = status == 409 && !isOfWebhook(description);
  }

  /** 0 when it did not say. */
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Whether somebody else polls, whom the next poll would interrupt in turn. */
  boolean isRival() {
    return rival;
  }

  private static boolean isOfWebhook(String description) {
    return description.toLowerCase(Locale.ROOT).contains(WEBHOOK);
  }

  private static String hint(int status, String description) {
    return switch (status) {
      case 401, 404 -> " (hub.notify.telegram.token is not, or no longer, the token of a bot)";
      case 409 ->
          isOfWebhook(description)
              ? " (the bot has a webhook: call deleteWebhook, or configure a source of kind telegram)"
              : " (somebody else polls with this token, they take turns: stop it, or set hub.ingress.telegram-poll=false)";
      default -> "";
    };
  }
}
