package com.millyweb.hub.service.github;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.Hmac;
import com.millyweb.hub.ingress.verify.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * {@code X-Hub-Signature-256: sha256=<lower-case hex>}, the HMAC of the body; see <a
 * href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">GitHub's
 * description</a>. The older SHA-1 header is not looked at.
 */
@RouteBean
@Component("verify.github")
public final class GitHubSignature implements Scheme {
  private static final String HEADER = "X-Hub-Signature-256";
  private static final String PREFIX = "sha256=";

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    byte[] given = webhook.headers().only(HEADER).getBytes(StandardCharsets.ISO_8859_1);
    if (given.length != PREFIX.length() + 2 * Hmac.SHA256_BYTES) {
      // needs no body
      throw Refused.unauthenticated("signature wrong");
    }
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      String expected = PREFIX + HexFormat.of().formatHex(Hmac.mac(key).doFinal(webhook.body()));
      valid |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.ISO_8859_1), given);
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private List<SecretKeySpec> keys(Source source) {
    return keys.computeIfAbsent(source, unknown -> Hmac.keys(unknown.secrets(), Hmac.SHA256));
  }
}
