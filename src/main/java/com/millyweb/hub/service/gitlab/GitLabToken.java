package com.millyweb.hub.service.gitlab;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.BearerToken;
import com.millyweb.hub.ingress.verify.Freshness;
import com.millyweb.hub.ingress.verify.Scheme;
import com.millyweb.hub.ingress.verify.StandardWebhooksSignature;
import com.millyweb.hub.secret.Secret;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A signing token {@code whsec_…}, which signs as Standard Webhooks, or the older secret token,
 * which is sent as it is in {@code X-Gitlab-Token}; see <a
 * href="https://docs.gitlab.com/user/project/integrations/webhooks/">GitLab's description</a>.
 */
@RouteBean
@Component("verify.gitlab")
public final class GitLabToken implements Scheme {
  private final StandardWebhooksSignature signing;

  public GitLabToken(Freshness freshness) {
    signing = new StandardWebhooksSignature(freshness, GitLabToken::isSigning);
  }

  @Override
  public void prepare(Source source) {
    signing.prepare(source);
  }

  /** A request that is signed must be signed well, whatever token it also holds. */
  @Override
  public void verify(Webhook webhook) {
    List<Secret> secrets = webhook.source().secrets();
    boolean signed = !webhook.headers().all("webhook-signature").isEmpty();
    if (signed && secrets.stream().anyMatch(GitLabToken::isSigning)) {
      signing.verify(webhook);
    } else {
      BearerToken.requireOneOf(
          secrets.stream().filter(secret -> !isSigning(secret)).toList(),
          webhook.headers().only("X-Gitlab-Token"));
    }
  }

  private static boolean isSigning(Secret secret) {
    return secret.reveal().startsWith("whsec_");
  }
}
