package com.millyweb.hub.tool.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools that call HTTP interfaces of hosts that the configuration names. */
@RouteBean
@Component("namedHosts")
public class NamedHosts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_TEXT = 12_000;
  private static final int MOST_SENT = 256 * 1024;

  private final OutgoingHttp http;

  NamedHosts(OutgoingHttp http) {
    this.http = http;
  }

  /**
   * @param body {@code url}
   */
  public Map<String, Object> get(Map<String, @Nullable Object> body) throws IOException {
    return send("GET", String.valueOf(body.get("url")), null, null);
  }

  /**
   * @param body {@code method}, {@code url}, {@code body} and its {@code contentType}
   */
  public Map<String, Object> call(Map<String, @Nullable Object> body) throws IOException {
    Object sent = body.get("body");
    Object type = body.get("contentType");
    return send(
        String.valueOf(body.get("method")),
        String.valueOf(body.get("url")),
        sent == null ? null : sent.toString(),
        type == null ? "application/json" : type.toString());
  }

  private Map<String, Object> send(
      String method, String address, @Nullable String body, @Nullable String type)
      throws IOException {
    URI url = WebAddress.of(address);
    if (!http.isNamed(url)) {
      throw new IllegalArgumentException(
          "%s is not among the hosts that tools may call; an operator can add it to hub.egress.allow"
              .formatted(url.getHost()));
    }
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    if (bytes != null && bytes.length > MOST_SENT) {
      throw new IllegalArgumentException(
          "body must have at most %,d bytes, has %,d".formatted(MOST_SENT, bytes.length));
    }
    try (OutgoingHttp client = http.trusting(List.of(), PATIENCE, MOST_BYTES)) {
      OutgoingHttp.Answer answer =
          client.send(method, url, bytes == null ? null : type, bytes, Map.of());
      return told(answer);
    }
  }

  private static Map<String, Object> told(OutgoingHttp.Answer answer) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("status", answer.status());
    String location = answer.headers().get("location");
    if (location != null) {
      told.put("location", location);
    }
    String text = Redaction.instance().redact(answer.text());
    Object data = null;
    if (text.length() <= MOST_TEXT
        && answer.headers().getOrDefault("content-type", "").contains("json")) {
      data = json(text);
    }
    told.put("body", data == null ? Truncate.to(text, MOST_TEXT) : data);
    if (!answer.whole() || text.length() > MOST_TEXT) {
      told.put("note", "The answer is longer than what is shown");
    }
    return told;
  }

  private static @Nullable Object json(String text) {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
