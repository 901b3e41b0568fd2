package com.millyweb.hub.service.telegram;

import com.millyweb.hub.health.probe.HealthProbe;
import org.springframework.stereotype.Component;

/** Whether Telegram's updates reach the hub, where it asks for them. */
@Component
final class TelegramPollProbe implements HealthProbe {
  private final TelegramBot bot;
  private final TelegramPoll poll;

  TelegramPollProbe(TelegramBot bot, TelegramPoll poll) {
    this.bot = bot;
    this.poll = poll;
  }

  @Override
  public boolean watched() {
    return bot.isConfigured();
  }

  @Override
  public String system() {
    return "telegram-poll";
  }

  @Override
  public Status probe() {
    TelegramPatience.Trouble trouble = poll.patience().trouble();
    if (trouble == null) {
      return Status.up();
    }
    String detail = "since %s: %s".formatted(trouble.since(), trouble.reason());
    return trouble.rival() ? Status.degraded(detail) : Status.down(detail);
  }
}
