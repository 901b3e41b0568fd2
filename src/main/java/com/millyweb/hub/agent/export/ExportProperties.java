package com.millyweb.hub.agent.export;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where runs of agents are shown besides the hub.
 *
 * @param otlpUrl of a collector, without {@code /v1/traces}; null for none
 * @param otlpHeaders what each request has, {@code name=value} separated by commas or lines, as
 *     OTEL_EXPORTER_OTLP_HEADERS has it
 * @param otlpContent whether tasks, answers, arguments and results are sent, too
 */
@ConfigurationProperties("hub.agent")
record ExportProperties(
    @Nullable URI otlpUrl,
    @Nullable Secret otlpHeaders,
    @DefaultValue("false") boolean otlpContent) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");

  ExportProperties {
    if (otlpUrl != null) {
      HttpUrl.of(otlpUrl.toString(), "hub.agent.otlp-url");
      if (otlpUrl.getQuery() != null) {
        throw new IllegalArgumentException("hub.agent.otlp-url must have no query");
      }
    }
    headers(otlpHeaders).values().forEach(ExportProperties::learn);
  }

  /** The value, and what follows its scheme: {@code Basic}, {@code Bearer}. */
  private static void learn(String value) {
    Redaction.instance().learn(new Secret(value));
    Redaction.instance().learn(new Secret(value.substring(value.lastIndexOf(' ') + 1)));
  }

  Map<String, String> headers() {
    return headers(otlpHeaders);
  }

  private static Map<String, String> headers(@Nullable Secret text) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (text == null) {
      return headers;
    }
    for (String pair : text.reveal().split("[,\\n]")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1)).strip();
      if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
        throw malformed();
      }
      headers.put(name, value);
    }
    return headers;
  }

  /** Base64 has plus signs, which stay. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // its message has the text
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "hub.agent.otlp-headers must be name=value, separated by commas or lines; a comma or % in a value is written as %2C or %25");
  }
}
