package com.millyweb.hub.notify;

import com.millyweb.hub.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a message goes: a bot's channel, or an incoming webhook. */
sealed interface SlackDestination {

  /** Tells destinations apart that have limits of their own. */
  String lane();

  /** Can edit what it posted. */
  record Bot(Secret token, String channel) implements SlackDestination {
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
      return SlackDestination.uri(url.reveal(), "webhook-url");
    }
  }

  /**
   * @throws IllegalArgumentException without the text, which may be a secret
   */
  static URI uri(String text, String name) {
    try {
      URI uri = new URI(text);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // its message has the text
    }
    throw new IllegalArgumentException(name + " must be an http or https URL");
  }

  /**
   * @throws IllegalArgumentException when nothing is configured that reaches the target
   */
  static SlackDestination of(Target target, NotifyProperties.Slack slack) {
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
      return new Bot(token, channel);
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

  private static SlackDestination webhook(Secret url) {
    Webhook webhook = new Webhook(url);
    webhook.uri();
    return webhook;
  }
}
