package com.millyweb.hub.service.slack;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.BotOrWebhook;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a message goes: a bot's channel, or an incoming webhook. */
sealed interface SlackDestination {

  /** Tells destinations apart that have limits of their own. */
  String lane();

  /** The same for all targets that reach the same place by the same login. */
  default String identity() {
    return lane();
  }

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

    @Override
    public String identity() {
      return channel + " " + token.reveal();
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
    return new BotOrWebhook(
            "Slack", "hub.notify.slack", slack.webhookUrl(), slack.token(), slack.channel())
        .destination(target, SlackDestination::webhook, SlackDestination::bot);
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
