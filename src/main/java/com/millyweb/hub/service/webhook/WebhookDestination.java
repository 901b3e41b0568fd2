package com.millyweb.hub.service.webhook;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a webhook is posted to, which is a secret, and what it is signed with. */
record WebhookDestination(URI url, WebhookKey key) {

  /**
   * @throws IllegalArgumentException when URL or secret is missing or wrong; without them
   */
  static WebhookDestination of(Target target, WebhookProperties properties) {
    Secret own = target.webhookUrl();
    if (own == null && target.address() != null) {
      throw new IllegalArgumentException(
          "address = %s: is only a name, a webhook of its own needs webhook-url"
              .formatted(target.address()));
    }
    Secret url = own == null ? properties.url() : own;
    @Nullable Secret secret = target.token() == null ? properties.secret() : target.token();
    if (url == null) {
      throw new IllegalArgumentException("a webhook needs hub.notify.webhook.url, or webhook-url");
    }
    if (secret == null) {
      throw new IllegalArgumentException(
          "a webhook needs hub.notify.webhook.secret, or token, to sign with");
    }
    return new WebhookDestination(
        HttpUrl.of(url.reveal(), own == null ? "hub.notify.webhook.url" : "webhook-url"),
        WebhookKey.of(secret, target.token() == null ? "hub.notify.webhook.secret" : "token"));
  }
}
