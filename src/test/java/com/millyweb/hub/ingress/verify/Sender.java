package com.millyweb.hub.ingress.verify;

import com.millyweb.hub.ingress.HmacProperties;
import com.millyweb.hub.ingress.HmacProperties.Algorithm;
import com.millyweb.hub.ingress.HmacProperties.Encoding;
import com.millyweb.hub.ingress.IngressProperties.Method;
import com.millyweb.hub.ingress.IngressProperties.SourceProperties;
import com.millyweb.hub.ingress.Kind;
import com.millyweb.hub.ingress.KindFixture;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Template;
import com.millyweb.hub.ingress.Webhook;
import com.millyweb.hub.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A source in a test, and what it sends. */
public record Sender(Source source) {
  static final HmacProperties PLAIN_HMAC =
      hmac("X-Signature", Algorithm.SHA256, Encoding.HEX, "", "{body}", null);

  static HmacProperties hmac(
      String header,
      Algorithm algorithm,
      Encoding encoding,
      String prefix,
      String signed,
      @Nullable String timestamp) {
    return new HmacProperties(
        List.of(header),
        algorithm,
        encoding,
        prefix,
        Template.valueOf(signed),
        null,
        null,
        timestamp,
        Duration.ofSeconds(300),
        null);
  }

  /** A source of a kind that comes with the hub. */
  public static Sender of(String kind, String... secrets) {
    return of(KindFixture.shipped(kind), secrets);
  }

  public static Sender of(Kind kind, String... secrets) {
    return new Sender(
        new Source("shop", kind, properties(PLAIN_HMAC, null, null, secrets), Clock.systemUTC()));
  }

  public static Sender knowing(String... secrets) {
    return signing(PLAIN_HMAC, secrets);
  }

  static Sender signing(HmacProperties hmac, String... secrets) {
    return new Sender(
        new Source(
            "shop", Kind.named("hmac"), properties(hmac, null, null, secrets), Clock.systemUTC()));
  }

  static Sender describing(@Nullable String key, @Nullable String subject) {
    return new Sender(
        new Source(
            "shop",
            Kind.named("hmac"),
            properties(
                PLAIN_HMAC,
                key == null ? null : Template.valueOf(key),
                subject == null ? null : Template.valueOf(subject),
                "secret"),
            Clock.systemUTC()));
  }

  private static SourceProperties properties(
      HmacProperties hmac, @Nullable Template key, @Nullable Template subject, String... secrets) {
    return new SourceProperties(
        null,
        List.of(secrets).stream().map(Secret::new).toList(),
        null,
        null,
        null,
        key,
        subject,
        hmac,
        Method.POST,
        false,
        null,
        false,
        Duration.ofSeconds(10));
  }

  public Webhook sends(String body, Map<String, String> headers) {
    return sends(body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Webhook sends(byte[] body, Map<String, String> headers) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    return new Webhook(
        source,
        name -> byName.containsKey(name) ? List.of(byName.get(name)) : List.of(),
        byName.getOrDefault("Content-Type", "application/json"),
        body);
  }

  public static Freshness at(long epochSecond) {
    return new Freshness(Clock.fixed(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC));
  }
}
