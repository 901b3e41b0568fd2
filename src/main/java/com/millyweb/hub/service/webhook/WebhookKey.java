package com.millyweb.hub.service.webhook;

import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Signs as <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a> version 1: HMAC-SHA256 over id, time and body.
 */
final class WebhookKey {
  private static final String PREFIX = "whsec_";

  private final byte[] key;

  private WebhookKey(byte[] key) {
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
    return new WebhookKey(bytes);
  }

  /**
   * @param seconds since 1970
   */
  String sign(String id, long seconds, byte[] body) {
    byte[] head = "%s.%d.".formatted(id, seconds).getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(Digest.hmac(key, head, body));
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
