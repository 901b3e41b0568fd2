package com.millyweb.hub.service.telegram;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.BearerToken;
import com.millyweb.hub.ingress.verify.Scheme;
import com.millyweb.hub.secret.Secret;
import org.springframework.stereotype.Component;

/**
 * {@code X-Telegram-Bot-Api-Secret-Token: <secret>}, the {@code secret_token} of <a
 * href="https://core.telegram.org/bots/api#setwebhook">setWebhook</a>. The body is not signed.
 */
@RouteBean
@Component("verify.telegram")
final class TelegramToken implements Scheme {
  private static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";

  @Override
  public void prepare(Source source) {
    for (Secret secret : source.secrets()) {
      if (!secret.reveal().matches("[A-Za-z0-9_-]{1,256}")) {
        throw new IllegalArgumentException(
            source.configurationKey()
                + ".secret: Telegram takes 1 to 256 letters, digits, '_' and '-'");
      }
    }
  }

  @Override
  public void verify(Webhook webhook) {
    BearerToken.requireOneOf(webhook.source().secrets(), webhook.headers().only(HEADER));
  }
}
