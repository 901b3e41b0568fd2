package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A program that takes Standard Webhooks: it checks signature and time, and knows repeats. */
public final class FakeWebhookReceiver extends FakeHttp {
  private static final byte[] KEY =
      "a key of twenty-nine bytes...".getBytes(StandardCharsets.UTF_8);
  public static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
  private static final int TOLERANCE = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> messages = new LinkedHashMap<>();

  public static FakeWebhookReceiver start() {
    return new FakeWebhookReceiver();
  }

  /** For {@code hub.notify.webhook.url}; its path is as secret as the secret. */
  public String hookUrl() {
    return url() + "/in/hidden-path";
  }

  /** What was taken, each once, in the order of arrival. */
  public synchronized List<JsonNode> messages() {
    return new ArrayList<>(messages.values());
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    String id = request.headers().getOrDefault("webhook-id", "");
    String time = request.headers().getOrDefault("webhook-timestamp", "0");
    String signature = request.headers().getOrDefault("webhook-signature", "");
    if (id.isEmpty() || id.indexOf('.') >= 0) {
      return new Answer(400, "bad id", Map.of());
    }
    if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) > TOLERANCE) {
      return new Answer(401, "too old", Map.of());
    }
    byte[] expected = signature(id, time, request.body()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
      return new Answer(401, "signature wrong", Map.of());
    }
    messages.putIfAbsent(id, JSON.readTree(request.body()));
    return new Answer(204, "", Map.of());
  }

  private static String signature(String id, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No HMAC", e);
    }
  }
}
