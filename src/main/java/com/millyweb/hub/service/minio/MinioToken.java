package com.millyweb.hub.service.minio;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.Authorization;
import com.millyweb.hub.ingress.verify.Scheme;
import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * {@code Authorization: Bearer <secret>}; a secret of two words is the whole header, as MinIO and
 * RustFS send an {@code auth_token} of two words.
 */
@RouteBean
@Component("verify.minio")
public final class MinioToken implements Scheme {
  @Override
  public void prepare(Source source) {
    for (Secret secret : source.secrets()) {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(secret.reveal()) || words(secret) > 2) {
        throw new IllegalArgumentException(
            source.configurationKey() + ".secret: a token must be ASCII, of one or two words");
      }
    }
  }

  @Override
  public void verify(Webhook webhook) {
    Authorization.requireOneOf(
        webhook.source().secrets().stream()
            .map(secret -> words(secret) == 2 ? secret.reveal() : "Bearer " + secret.reveal())
            .toList(),
        webhook.headers());
  }

  private static int words(Secret secret) {
    return secret.reveal().strip().split("\\s+").length;
  }
}
