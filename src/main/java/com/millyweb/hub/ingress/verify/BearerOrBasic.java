package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.secret.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code Authorization: Bearer <secret>}, or {@code Basic} with a secret {@code user:password}. */
@RouteBean
@Component("verify.alertmanager")
final class BearerOrBasic implements Scheme {
  @Override
  public void prepare(Source source) {
    BearerToken.requireTokens(
        source, source.secrets().stream().filter(secret -> !isLogin(secret)).toList());
  }

  @Override
  public void verify(Webhook webhook) {
    List<String> expected = new ArrayList<>();
    for (Secret secret : webhook.source().secrets()) {
      // a token may hold a colon as well
      expected.add("Bearer " + secret.reveal());
      if (isLogin(secret)) {
        expected.add("Basic " + Base64.getEncoder().encodeToString(secret.bytes()));
      }
    }
    Authorization.requireOneOf(expected, webhook.headers());
  }

  private static boolean isLogin(Secret secret) {
    return secret.reveal().indexOf(':') >= 0;
  }
}
