package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.IngressProperties.Encoding;
import com.millyweb.hub.ingress.IngressProperties.HmacProperties;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** An HMAC of the body, or of a template of headers and body, as {@code hub.ingress…hmac} says. */
@RouteBean
@Component("verify.hmac")
public final class HmacSignature implements Scheme {
  private static final byte[] NONE = {};

  private final ConcurrentMap<Source, List<SecretKeySpec>> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  public HmacSignature(Freshness freshness) {
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
    Headers headers = webhook.headers();
    String header = headers.only(hmac.header());
    SignatureList list = hmac.element() == null ? null : SignatureList.parse(header);
    List<byte[]> given =
        (list == null ? List.of(header) : list.all(hmac.element()))
            .stream().map(text -> signature(text, hmac)).toList();
    UnaryOperator<String> places = list == null ? headers::only : list.or(headers::only);
    if (hmac.timestamp() != null) {
      // it is signed as well, and what is too old needs no body
      freshness.require(places.apply(hmac.timestamp()));
    }
    boolean valid = false;
    for (SecretKeySpec key : keys(webhook.source())) {
      byte[] expected = sign(webhook, hmac.signed(), places, Hmac.mac(key));
      for (byte[] one : given) {
        valid |= MessageDigest.isEqual(expected, one);
      }
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private static byte[] signature(String value, HmacProperties hmac) {
    if (!value.startsWith(hmac.prefix())) {
      throw Refused.unauthenticated("signature without its prefix");
    }
    String encoded = value.substring(hmac.prefix().length());
    byte[] bytes;
    try {
      bytes =
          hmac.encoding() == Encoding.HEX
              ? HexFormat.of().parseHex(encoded)
              : Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      bytes = NONE;
    }
    if (bytes.length != hmac.algorithm().bytes) {
      // refused before the body is read
      throw Refused.unauthenticated("signature wrong");
    }
    return bytes;
  }

  private static byte[] sign(
      Webhook webhook, Template signed, UnaryOperator<String> places, Mac mac) {
    for (Template.Part part : signed.parts()) {
      if (!part.place()) {
        mac.update(part.text().getBytes(StandardCharsets.UTF_8));
      } else if (part.text().equalsIgnoreCase("body")) {
        mac.update(webhook.body());
      } else {
        mac.update(places.apply(part.text()).getBytes(StandardCharsets.ISO_8859_1));
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
