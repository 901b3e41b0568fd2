package com.millyweb.hub.service.grafana;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Headers;
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
 * {@code X-Grafana-Alerting-Signature: <lower-case hex>}, the HMAC of the body, or of {@code
 * time:body} where Grafana was told a header for the time; see <a
 * href="https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/">
 * Grafana's description</a>.
 */
@RouteBean
@Component("verify.grafana")
public final class GrafanaSignature implements Scheme {
  private static final String SIGNATURE = "X-Grafana-Alerting-Signature";
  private static final String TIMESTAMP = "X-Grafana-Alerting-Timestamp";

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  public GrafanaSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    Headers headers = webhook.headers();
    byte[] given = headers.only(SIGNATURE).getBytes(StandardCharsets.ISO_8859_1);
    String timestamp = headers.all(TIMESTAMP).isEmpty() ? null : headers.only(TIMESTAMP);
    if (timestamp != null) {
      // it is signed as well, and what is too old needs no body
      freshness.require(timestamp);
    }
    if (given.length != 2 * Hmac.SHA256_BYTES) {
      throw Refused.unauthenticated("signature wrong");
    }
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      Mac mac = Hmac.mac(key);
      if (timestamp != null) {
        mac.update((timestamp + ":").getBytes(StandardCharsets.ISO_8859_1));
      }
      String expected = HexFormat.of().formatHex(mac.doFinal(webhook.body()));
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
