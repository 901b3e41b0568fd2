package com.millyweb.hub.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Ready-made HTTP requests. */
final class Requests {
  private static final AtomicLong NUMBER = new AtomicLong();

  /** Where the number of a request stands in its bytes. */
  private static final String NUMBERED = "0000000000";

  private Requests() {}

  /** A JSON document of about one kilobyte. */
  static byte[] kilobyte() {
    StringBuilder json =
        new StringBuilder(
            "{\"ref\":\"refs/heads/main\",\"repository\":{\"full_name\":\"a/b\"},\"commits\":[");
    for (int i = 0; json.length() < 930; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"id\":\"%040d\",\"message\":\"Commit %d\",\"added\":[]}".formatted(i, i));
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** GitHub pushes; the signature is over the body, the delivery id differs each time. */
  static Supplier<byte[]> github(String path, String event, String secret) {
    byte[] body = kilobyte();
    String signature = "sha256=" + hmac(secret, body);
    String run = Long.toHexString(System.nanoTime());
    byte[] whole =
        post(
            path,
            body,
            "X-GitHub-Event: %s\r\nX-Hub-Signature-256: %s\r\nX-GitHub-Delivery: %s-%s\r\n"
                .formatted(event, signature, run, NUMBERED));
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(NUMBERED);
    return () -> {
      byte[] request = whole.clone();
      long number = NUMBER.incrementAndGet();
      for (int digit = at + NUMBERED.length() - 1; digit >= at; digit--, number /= 10) {
        request[digit] = (byte) ('0' + number % 10);
      }
      return request;
    };
  }

  static Supplier<byte[]> empty(String path) {
    byte[] request = post(path, kilobyte(), "");
    return () -> request;
  }

  static Supplier<byte[]> get(String path) {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .formatted(path)
            .getBytes(StandardCharsets.US_ASCII);
    return () -> request;
  }

  static byte[] post(String path, byte[] body, String headers) {
    var out = new ByteArrayOutputStream(body.length + 512);
    out.writeBytes(
        ("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
                .formatted(path, body.length, headers))
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static String hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is in every JDK", e);
    }
  }
}
