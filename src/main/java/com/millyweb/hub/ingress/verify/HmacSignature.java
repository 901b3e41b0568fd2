package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.HmacProperties;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.ingress.body.FormPayload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * An HMAC of the body, or of a template of headers and body: as the file of the kind says, or the
 * source where it is of kind hmac.
 */
@RouteBean
@Component("verify.hmac")
public final class HmacSignature implements Scheme {
  private final ConcurrentMap<Source, HmacKeys> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;

  public HmacSignature(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public void prepare(Source source) {
    keys(source, source.hmac());
  }

  @Override
  public void verify(Webhook webhook) {
    HmacProperties hmac = webhook.source().hmac();
    Headers headers = webhook.headers();
    String header = headers.only(sent(hmac.header(), headers));
    SignatureList list =
        hmac.element() == null ? null : SignatureList.parse(header, hmac.separator());
    List<byte[]> given = signatures(hmac, header, list);
    UnaryOperator<String> places = list == null ? headers::only : list.or(headers::only);
    boolean stamped = hmac.timestamp() != null && isStamped(hmac, headers);
    if (stamped) {
      // it is signed as well, and what is too old needs no body
      freshness.require(places.apply(hmac.timestamp()), hmac.tolerance());
    }
    Template signed = stamped || hmac.unstamped() == null ? hmac.signed() : hmac.unstamped();
    boolean valid = false;
    for (Mac mac : keys(webhook.source(), hmac).macs()) {
      valid |= ConstantTime.isAmong(sign(webhook, signed, places, mac), given);
    }
    if (!valid) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  /** The first of the names that was sent; where none was, the first is missed. */
  private static String sent(List<String> names, Headers headers) {
    for (String name : names) {
      if (!headers.all(name).isEmpty()) {
        return name;
      }
    }
    return names.get(0);
  }

  private static boolean isStamped(HmacProperties hmac, Headers headers) {
    return hmac.unstamped() == null || !headers.all(hmac.timestamp()).isEmpty();
  }

  /**
   * The signatures that can be one of the kind: all others are refused before the body is read.
   *
   * @throws Refused when there is none
   */
  private static List<byte[]> signatures(
      HmacProperties hmac, String header, @Nullable SignatureList list) {
    List<byte[]> signatures = new ArrayList<>(1);
    for (String written : list == null ? List.of(header) : list.all(hmac.element())) {
      byte[] signature = HmacText.read(written, hmac);
      if (signature != null) {
        signatures.add(signature);
      }
    }
    if (signatures.isEmpty()) {
      throw Refused.unauthenticated("signature wrong");
    }
    return signatures;
  }

  private static byte[] sign(
      Webhook webhook, Template signed, UnaryOperator<String> places, Mac mac) {
    for (Template.Part part : signed.parts()) {
      if (!part.isPlace()) {
        mac.update(part.text().getBytes(StandardCharsets.UTF_8));
        continue;
      }
      String place = part.places().get(0);
      if (place.equalsIgnoreCase("body")) {
        mac.update(webhook.body());
      } else if (place.equalsIgnoreCase("json")) {
        mac.update(json(webhook));
      } else {
        mac.update(places.apply(place).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return mac.doFinal();
  }

  private static byte[] json(Webhook webhook) {
    try {
      return FormPayload.orJson(webhook);
    } catch (Refused e) {
      // nobody is told what is wrong with it before it is verified
      return webhook.body();
    }
  }

  private HmacKeys keys(Source source, HmacProperties hmac) {
    HmacKeys known = keys.get(source);
    if (known == null || known.algorithm() != hmac.algorithm()) {
      // the first request, or the kind's file has changed
      known = HmacKeys.of(source.secrets(), hmac.algorithm());
      keys.put(source, known);
    }
    return known;
  }
}
