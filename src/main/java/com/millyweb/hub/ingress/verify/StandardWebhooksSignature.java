package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.ingress.Headers;
import com.millyweb.hub.ingress.HmacProperties.Algorithm;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import javax.crypto.Mac;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>: {@code v1} (HMAC-SHA256, secrets {@code whsec_…}) and {@code v1a}
 * (Ed25519, public keys {@code whpk_…}) over {@code id.timestamp.body}. Svix sends the same under
 * names of its own.
 */
@RouteBean
@Component("verify.standard")
public final class StandardWebhooksSignature implements Scheme {
  /** An Ed25519 check costs some 100 µs; a sender that rotates keys needs two or three. */
  private static final int MOST_SIGNATURES = 8;

  private record Keys(HmacKeys symmetric, List<PublicKey> asymmetric) {}

  private final ConcurrentMap<Source, Keys> keys = new ConcurrentHashMap<>();
  private final Freshness freshness;
  private final Predicate<Secret> ours;

  @Autowired
  public StandardWebhooksSignature(Freshness freshness) {
    this(freshness, secret -> true);
  }

  /**
   * @param ours which of a source's secrets are of this scheme
   */
  public StandardWebhooksSignature(Freshness freshness, Predicate<Secret> ours) {
    this.freshness = freshness;
    this.ours = ours;
  }

  @Override
  public void prepare(Source source) {
    keys(source);
  }

  @Override
  public void verify(Webhook webhook) {
    Headers headers = webhook.headers();
    boolean svix =
        headers.all("webhook-signature").isEmpty() && !headers.all("svix-signature").isEmpty();
    String prefix = svix ? "svix-" : "webhook-";
    String id = headers.only(prefix + "id");
    String timestamp = headers.only(prefix + "timestamp");
    String signatures = headers.only(prefix + "signature");
    // the parts are joined by dots: an id with a dot could take over a part of the timestamp
    if (id.indexOf('.') >= 0) {
      throw Refused.unauthenticated("id contains a dot");
    }
    // it is signed as well, and what is too old needs no body
    freshness.require(timestamp);
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.ISO_8859_1);
    if (!anyValid(signatures, head, webhook.body(), keys(webhook.source()))) {
      throw Refused.unauthenticated("signature wrong");
    }
  }

  private static boolean anyValid(String signatures, byte[] head, byte[] body, Keys keys) {
    int at = 0;
    for (int count = 0; at < signatures.length() && count < MOST_SIGNATURES; count++) {
      int end = signatures.indexOf(' ', at);
      String signature = signatures.substring(at, end < 0 ? signatures.length() : end);
      if (signature.startsWith("v1,") && isHmac(signature.substring(3), head, body, keys)
          || signature.startsWith("v1a,") && isEd25519(signature.substring(4), head, body, keys)) {
        return true;
      }
      at = end < 0 ? signatures.length() : end + 1;
    }
    return false;
  }

  private static boolean isHmac(String signature, byte[] head, byte[] body, Keys keys) {
    byte[] given = signature.getBytes(StandardCharsets.ISO_8859_1);
    boolean valid = false;
    for (Mac mac : keys.symmetric().macs()) {
      mac.update(head);
      byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
      valid |= ConstantTime.isAmong(expected, List.of(given));
    }
    return valid;
  }

  private static boolean isEd25519(String signature, byte[] head, byte[] body, Keys keys) {
    try {
      byte[] given = Base64.getDecoder().decode(signature);
      // one signature has one spelling
      if (given.length != 64 || !Base64.getEncoder().encodeToString(given).equals(signature)) {
        return false;
      }
      return keys.asymmetric().stream().anyMatch(key -> Ed25519.isValid(key, given, head, body));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Keys keys(Source source) {
    return keys.computeIfAbsent(source, this::read);
  }

  private Keys read(Source source) {
    List<byte[]> symmetric = new ArrayList<>();
    List<PublicKey> asymmetric = new ArrayList<>();
    for (Secret secret : source.secrets().stream().filter(ours).toList()) {
      String text = secret.reveal();
      if (text.startsWith("whpk_")) {
        asymmetric.add(publicKey(source, text.substring("whpk_".length())));
      } else {
        symmetric.add(
            secretKey(
                source, text.startsWith("whsec_") ? text.substring("whsec_".length()) : text));
      }
    }
    return new Keys(HmacKeys.ofBytes(symmetric, Algorithm.SHA256), asymmetric);
  }

  private static byte[] secretKey(Source source, String base64) {
    byte[] bytes = decode(source, base64);
    if (bytes.length < 24 || bytes.length > 64) {
      throw new IllegalArgumentException(
          "%s.secret: a secret of Standard Webhooks must have 24 to 64 bytes behind whsec_, had %d"
              .formatted(source.configurationKey(), bytes.length));
    }
    return bytes;
  }

  private static PublicKey publicKey(Source source, String base64) {
    byte[] bytes = decode(source, base64);
    if (bytes.length != 32) {
      throw new IllegalArgumentException(
          "%s.secret: an Ed25519 public key must have 32 bytes behind whpk_, had %d"
              .formatted(source.configurationKey(), bytes.length));
    }
    try {
      return Ed25519.publicKey(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          source.configurationKey() + ".secret: a key behind whpk_ is no Ed25519 public key", e);
    }
  }

  private static byte[] decode(Source source, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // the decoder's own message shows a part of the secret
      throw new IllegalArgumentException(
          source.configurationKey()
              + ".secret: a secret of Standard Webhooks must be whsec_ or whpk_ and base64");
    }
  }
}
