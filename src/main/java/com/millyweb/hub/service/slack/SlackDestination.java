package com.millyweb.hub.service.slack;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a message goes: a bot's channel, or an incoming webhook. */
sealed interface SlackDestination {

  /** Tells destinations apart that have limits of their own. */
  String lane();

  /**
   * Can edit what it posted.
   *
   * @param thread ts of the message under which messages stand
   */
  record Bot(Secret token, String channel, @Nullable String thread) implements SlackDestination {
    @Override
    public String lane() {
      return channel;
    }
  }

  /** Can only post. The URL is a secret. */
  record Webhook(Secret url) implements SlackDestination {
    @Override
    public String lane() {
      return url.reveal();
    }

    URI uri() {
      return HttpUrl.of(url.reveal(), "webhook-url");
    }
  }

  /**
   * @throws IllegalArgumentException when nothing is configured that reaches the target
   */
  static SlackDestination of(Target target, SlackProperties slack) {
    Secret own = target.webhookUrl();
    if (own != null) {
      if (target.token() != null) {
        throw new IllegalArgumentException("at most one of webhook-url and token may be set");
      }
      return webhook(own);
    }
    Secret token = target.token() == null ? slack.token() : target.token();
    String channel = target.address() == null ? slack.channel() : target.address();
    if (token != null && channel != null) {
      return bot(token, channel);
    }
    if (target.address() != null) {
      throw new IllegalArgumentException(
          "address = %s: needs a bot, hub.notify.slack.token is not set".formatted(channel));
    }
    if (slack.webhookUrl() != null && target.token() == null) {
      return webhook(slack.webhookUrl());
    }
    throw new IllegalArgumentException(
        token == null
            ? "Slack needs hub.notify.slack.webhook-url, or token and channel"
            : "a bot needs a channel: set hub.notify.slack.channel, or address");
  }

  /** An address is a channel, or {@code <channel>/<ts>}, a thread of it. */
  private static SlackDestination bot(Secret token, String address) {
    int slash = address.indexOf('/');
    if (slash < 0) {
      return new Bot(token, address, null);
    }
    String thread = address.substring(slash + 1);
    if (slash == 0 || !thread.matches("\\d{1,20}\\.\\d{1,20}")) {
      throw new IllegalArgumentException(
          "address = %s: must be <channel> or <channel>/<ts of a message>".formatted(address));
    }
    return new Bot(token, address.substring(0, slash), thread);
  }

  private static SlackDestination webhook(Secret url) {
    Webhook webhook = new Webhook(url);
    webhook.uri();
    return webhook;
  }
}
