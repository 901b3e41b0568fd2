package com.millyweb.hub.service.stripe;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.verify.Freshness;
import com.millyweb.hub.ingress.verify.Hmac;
import com.millyweb.hub.ingress.verify.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * {@code Stripe-Signature: t=<seconds>,v1=<lower-case hex>}, the HMAC of {@code t.body}; the secret
 * is used as it is written, {@code whsec_} and all. See <a
 * href="https://docs.stripe.com/webhooks#verify-manually">Stripe's description</a>.
 */
@RouteBean
@Component("verify.stripe")
public final class StripeSignature implements Scheme {
  /** Stripe sends one a secret, and keeps an old secret for a day. */
  private static final int MOST_SIGNATURES = 8;

  private record Signed(String timestamp, List<byte[]> signatures) {}

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  public StripeSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    Signed signed = parse(webhook.headers().only("Stripe-Signature"));
    // it is signed as well, and what is too old needs no body
    freshness.require(signed.timestamp());
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      Mac mac = Hmac.mac(key);
      mac.update((signed.timestamp() + ".").getBytes(StandardCharsets.ISO_8859_1));
      byte[] expected =
          HexFormat.of()
              .formatHex(mac.doFinal(webhook.body()))
              .getBytes(StandardCharsets.ISO_8859_1);
      for (byte[] given : signed.signatures()) {
        valid |= MessageDigest.isEqual(expected, given);
      }
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private static Signed parse(String header) {
    @Nullable String timestamp = null;
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header.split(",")) {
      if (part.startsWith("t=")) {
        if (timestamp != null) {
          throw Refused.unauthenticated("two timestamps");
        }
        timestamp = part.substring(2);
      } else if (part.startsWith("v1=") && signatures.size() < MOST_SIGNATURES) {
        signatures.add(part.substring(3).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    if (timestamp == null) {
      throw Refused.unauthenticated("no timestamp");
    }
    return new Signed(timestamp, signatures);
  }

  private List<SecretKeySpec> keys(Source source) {
    return keys.computeIfAbsent(source, unknown -> Hmac.keys(unknown.secrets(), Hmac.SHA256));
  }
}
