package com.millyweb.hub.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in texts that are logged, stored or shown: every secret that the configuration
 * holds by its value, others by their shape.
 *
 * <p>There is one log per JVM and therefore one set of known values.
 */
public final class Redaction {
  public static final String MASK = "******";

  /** Shorter ones would blacken ordinary words; they are masked by the names beside them. */
  private static final int MIN_VALUE = 6;

  private static final Redaction INSTANCE = new Redaction();

  private static final List<Shape> SHAPES =
      List.of(
          // a digit or capital tells a token from a metric's name
          shape("\\bhub_(?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{32,}", MASK),
          shape("\\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{8,}", MASK),
          shape("(hooks\\.slack\\.com/[a-z]++/)[^\\s\"'<>\\\\)]++", "$1" + MASK),
          shape("(discord(?:app)?\\.com/api/(?:v\\d++/)?webhooks/)[^\\s\"'<>\\\\)]++", "$1" + MASK),
          shape("\\b(bot)?\\d{6,12}:[A-Za-z0-9_-]{30,}", "$1" + MASK),
          shape("\\bwhs(?:ec|k)_[A-Za-z0-9+/=_-]{8,}", MASK),
          shape("\\b(?:gh[oprsu]_|github_pat_|glpat-|sk-|sk_live_)[A-Za-z0-9_-]{16,}", MASK),
          shape(
              "(?i)(\\bauthorization[\"']?+\\s*+[:=]\\s*+[\"'\\[]?+)(?:[a-z]++\\s++)?[^\\s\"',\\]]++",
              "$1" + MASK),
          shape("(?i)(\\bbearer\\s++)(?=[^\\s\"']*\\d)[A-Za-z0-9._~+/=-]{8,}", "$1" + MASK),
          shape("(\\w://)[^/\\s:@?#]*+:[^/\\s@]++@", "$1" + MASK + "@"),
          shape(
              "(?i)((?:passw(?:or)?d|pwd|secret|token|api[_-]?key|access[_-]?key|signature)"
                  + "(?:=|[\"']\\s*+:\\s*+|=[\"'])[\"']?+)[^\\s\"'&,;)}\\]*]++",
              "$1" + MASK));

  private volatile List<String> values = List.of();

  private Redaction() {}

  public static Redaction instance() {
    return INSTANCE;
  }

  /** Masks this value from now on. */
  public void learn(Secret secret) {
    String value = secret.reveal();
    learn(value);
    learn(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private synchronized void learn(String value) {
    if (value.length() < MIN_VALUE || values.contains(value)) {
      return;
    }
    List<String> more = new ArrayList<>(values);
    more.add(value);
    // a secret may be part of a longer one
    more.sort(Comparator.comparingInt(String::length).reversed());
    values = List.copyOf(more);
  }

  /** The text with every secret masked; null stays null. */
  public @Nullable String redactNullable(@Nullable String text) {
    return text == null ? null : redact(text);
  }

  /** The text with every secret masked. */
  public String redact(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    for (Shape shape : SHAPES) {
      masked = shape.mask(masked);
    }
    return masked;
  }

  private static Shape shape(String pattern, String replacement) {
    return new Shape(Pattern.compile(pattern), replacement);
  }

  private record Shape(Pattern pattern, String replacement) {
    String mask(String text) {
      var matcher = pattern.matcher(text);
      return matcher.find() ? matcher.replaceAll(replacement) : text;
    }
  }
}
