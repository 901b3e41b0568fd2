package com.millyweb.hub.service.webhook;

import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a> version 1: HMAC-SHA256 over id, time and body.
 */
final class WebhookKey {
  private static final String PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  private WebhookKey(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * @throws IllegalArgumentException without the secret
   */
  static WebhookKey of(Secret secret, String name) {
    String text = secret.reveal();
    byte[] bytes = text.startsWith(PREFIX) ? decode(text.substring(PREFIX.length())) : new byte[0];
    if (bytes.length < 24 || bytes.length > 64) {
      throw new IllegalArgumentException(
          name + " must be whsec_ and the base64 of 24 to 64 bytes, as Standard Webhooks has it");
    }
    return new WebhookKey(new SecretKeySpec(bytes, HMAC));
  }

  /**
   * @param seconds since 1970
   */
  String sign(String id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update("%s.%d.".formatted(id, seconds).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + HMAC, e);
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // its message has a part of the secret
      return new byte[0];
    }
  }
}
