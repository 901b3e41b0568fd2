package com.millyweb.hub.service.telegram;

import com.millyweb.hub.notify.SendFailed;
import java.util.Locale;

/** Telegram gives its updates to somebody else: to another poll, or to a webhook. */
final class TelegramConflict extends SendFailed {
  private static final long serialVersionUID = 1;

  private final boolean rival;

  TelegramConflict(String message) {
    super(message, null);
    rival = !message.toLowerCase(Locale.ROOT).contains("webhook");
  }

  /** Whether somebody else polls, whom the next poll would interrupt in turn. */
  boolean isRival() {
    return rival;
  }
}
