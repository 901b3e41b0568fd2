package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * {@code Authorization: Bearer <secret>}, or {@code ?token=<secret>} of a source that may send it
 * there, because it can do no better.
 */
@RouteBean
@Component("verify.bearer")
public final class BearerToken implements Scheme {
  private static final String PREFIX = "Bearer ";

  @Override
  public void prepare(Source source) {
    requireTokens(source, source.secrets());
  }

  static void requireTokens(Source source, List<Secret> secrets) {
    for (Secret secret : secrets) {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(secret.reveal())
          || secret.reveal().chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            source.configurationKey() + ".secret: a token must be ASCII without white space");
      }
    }
  }

  @Override
  public void verify(Webhook webhook) {
    String inQuery = webhook.queryToken();
    if (inQuery != null && webhook.headers().all("Authorization").isEmpty()) {
      requireOneOf(webhook.source().secrets(), inQuery);
      return;
    }
    String value = webhook.headers().only("Authorization");
    if (!value.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      throw Refused.unauthenticated("not a bearer token");
    }
    requireOneOf(webhook.source().secrets(), value.substring(PREFIX.length()));
  }

  /**
   * @throws Refused unless the token is one of the secrets
   */
  public static void requireOneOf(List<Secret> secrets, String token) {
    byte[] given = token.getBytes(StandardCharsets.ISO_8859_1);
    if (!ConstantTime.isAmong(given, secrets.stream().map(Secret::bytes).toList())) {
      throw Refused.unauthenticated("token wrong");
    }
  }
}
