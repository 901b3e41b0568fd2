package com.millyweb.hub.ingress;

import com.millyweb.hub.RouteBean;
import com.millyweb.hub.ingress.IngressProperties.Encoding;
import com.millyweb.hub.ingress.IngressProperties.HmacProperties;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** An HMAC of the body, or of a template of headers and body, as {@code hub.ingress…hmac} says. */
@RouteBean
@Component("verify.hmac")
final class HmacSignature implements Scheme {
  private static final byte[] NONE = {};

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  HmacSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
    if (!source.properties().hmac().signed().pointers().isEmpty()) {
      throw new IllegalArgumentException(
          "%s.hmac.signed may hold {body} and headers, a body is not read before it is verified, was: '%s'"
              .formatted(source.configurationKey(), source.properties().hmac().signed()));
    }
  }

  @Override
  public void verify(Webhook webhook) {
    HmacProperties hmac = webhook.source().properties().hmac();
    byte[] given = signature(webhook.headers(), hmac);
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      valid |= MessageDigest.isEqual(sign(webhook, hmac.signed(), Hmac.mac(key)), given);
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
    if (hmac.timestamp() != null) {
      freshness.require(webhook.headers().only(hmac.timestamp()));
    }
  }

  private static byte[] signature(Headers headers, HmacProperties hmac) {
    String value = headers.only(hmac.header());
    if (!value.startsWith(hmac.prefix())) {
      throw Refused.unauthenticated("signature without its prefix");
    }
    String encoded = value.substring(hmac.prefix().length());
    try {
      return hmac.encoding() == Encoding.HEX
          ? HexFormat.of().parseHex(encoded)
          : Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  private static byte[] sign(Webhook webhook, Template signed, Mac mac) {
    for (Template.Part part : signed.parts()) {
      if (!part.place()) {
        mac.update(part.text().getBytes(StandardCharsets.UTF_8));
      } else if (part.text().equalsIgnoreCase("body")) {
        mac.update(webhook.body());
      } else {
        mac.update(webhook.headers().only(part.text()).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return mac.doFinal();
  }

  private List<SecretKeySpec> keys(Source source) {
    return keys.computeIfAbsent(
        source,
        unknown -> Hmac.keys(unknown.secrets(), unknown.properties().hmac().algorithm().mac));
  }
}
