package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import org.springframework.stereotype.Component;

/**
 * {@code Authorization: Bearer <secret>}, or {@code X-Hub-Token: <secret>} where something between
 * the sender and the hub uses {@code Authorization} itself.
 */
@RouteBean
@Component("verify.token")
final class BearerOrHubToken implements Scheme {
  private static final String HEADER = "X-Hub-Token";

  private final BearerToken bearer;

  BearerOrHubToken(BearerToken bearer) {
    this.bearer = bearer;
  }

  @Override
  public void prepare(Source source) {
    bearer.prepare(source);
  }

  @Override
  public void verify(Webhook webhook) {
    if (webhook.headers().all(HEADER).isEmpty()) {
      bearer.verify(webhook);
    } else {
      BearerToken.requireOneOf(webhook.source().secrets(), webhook.headers().only(HEADER));
    }
  }
}
