package com.millyweb.hub.notify.sending;

import com.millyweb.hub.notify.Target;
import com.millyweb.hub.secret.Secret;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a medium goes that has bots and webhooks: a target's own webhook or token first, then what
 * is configured for the medium. A bot comes first, because it can edit what it sent.
 *
 * @param service as people call it
 * @param prefix of the settings
 */
public record BotOrWebhook(
    String service,
    String prefix,
    @Nullable Secret webhookUrl,
    @Nullable Secret token,
    @Nullable String channel) {

  /**
   * @param bot of a token and a channel
   * @throws IllegalArgumentException when nothing is configured that reaches the target
   */
  public <D> D destination(
      Target target, Function<Secret, D> webhook, BiFunction<Secret, String, D> bot) {
    Secret own = target.webhookUrl();
    if (own != null) {
      if (target.token() != null) {
        throw new IllegalArgumentException("at most one of webhook-url and token may be set");
      }
      return webhook.apply(own);
    }
    Secret login = target.token() == null ? token : target.token();
    String address = target.address() == null ? channel : target.address();
    if (login != null && address != null) {
      return bot.apply(login, address);
    }
    if (target.address() != null) {
      throw new IllegalArgumentException(
          "address = %s: needs a bot, %s.token is not set".formatted(address, prefix));
    }
    // a bot without a channel answers conversations, the webhook has the notices
    if (webhookUrl != null && target.token() == null) {
      return webhook.apply(webhookUrl);
    }
    throw new IllegalArgumentException(
        login == null
            ? "%s needs %s.webhook-url, or token and channel".formatted(service, prefix)
            : "a bot needs a channel: set %s.channel, or address".formatted(prefix));
  }
}
