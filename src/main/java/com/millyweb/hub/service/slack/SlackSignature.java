package com.millyweb.hub.service.slack;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.Freshness;
import com.millyweb.hub.ingress.verify.Hmac;
import com.millyweb.hub.ingress.verify.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * {@code X-Slack-Signature: v0=<lower-case hex>}, the HMAC of {@code v0:<timestamp>:<body>}; see <a
 * href="https://docs.slack.dev/authentication/verifying-requests-from-slack">Slack's
 * description</a>. Requests from the future are refused too.
 */
@RouteBean
@Component("verify.slack")
public final class SlackSignature implements Scheme {
  private static final String SIGNATURE = "X-Slack-Signature";
  private static final String TIMESTAMP = "X-Slack-Request-Timestamp";
  private static final String VERSION = "v0";

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  public SlackSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    String timestamp = webhook.headers().only(TIMESTAMP);
    byte[] given = webhook.headers().only(SIGNATURE).getBytes(StandardCharsets.ISO_8859_1);
    // it is signed as well, and what is too old needs no body
    freshness.require(timestamp);
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      Mac mac = Hmac.mac(key);
      mac.update((VERSION + ":" + timestamp + ":").getBytes(StandardCharsets.ISO_8859_1));
      String expected = VERSION + "=" + HexFormat.of().formatHex(mac.doFinal(webhook.body()));
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
