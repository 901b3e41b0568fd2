package com.millyweb.hub.service.searxng;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The step of the tool {@code web-search}. */
@RouteBean
@Component("webSearch")
public class WebSearch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST = 10;
  private static final int MOST_WORDS = 400;

  private final SearxngProperties properties;
  private final OutgoingHttp http;

  WebSearch(SearxngProperties properties, OutgoingHttp http) {
    this.properties = properties;
    this.http = http;
  }

  /**
   * @param body {@code query}, {@code page} and {@code time}
   * @throws IllegalStateException when there is no server, or it gives no results
   */
  public Map<String, Object> search(Map<String, @Nullable Object> body) throws IOException {
    URI server = properties.url();
    if (server == null) {
      throw new IllegalStateException(
          "The hub has no search engine: set hub.searxng.url (HUB_SEARXNG_URL) to that of a SearXNG, such as http://searxng:8080");
    }
    int page = body.get("page") instanceof Number number ? Math.max(number.intValue(), 1) : 1;
    String query =
        "q=%s&format=json&pageno=%d"
            .formatted(URLEncoder.encode(words(body), StandardCharsets.UTF_8), page);
    if (body.get("time") != null) {
      query += "&time_range=" + body.get("time");
    }
    URI url = URI.create(server.toString().replaceFirst("/+$", "") + "/search?" + query);
    try (OutgoingHttp client = http.trusting(List.of(server), properties.timeout(), MOST_BYTES)) {
      return told(client.send("GET", url, null, null, Map.of("Accept", "application/json")));
    }
  }

  private static String words(Map<String, @Nullable Object> body) {
    String query = String.valueOf(body.get("query")).strip();
    if (query.isEmpty() || query.length() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "query must have 1 to %d characters, has %d".formatted(MOST_WORDS, query.length()));
    }
    return query;
  }

  private static Map<String, Object> told(OutgoingHttp.Answer answer) throws IOException {
    if (answer.status() == 403) {
      throw new IllegalStateException(
          "SearXNG refuses JSON (403): its settings.yml must name json in search.formats");
    }
    if (answer.status() != 200 || !answer.whole()) {
      throw new IllegalStateException(
          "SearXNG answered with the status %d".formatted(answer.status()));
    }
    JsonNode json = JSON.readTree(answer.body());
    List<Map<String, Object>> results = new ArrayList<>();
    for (JsonNode result : json.path("results")) {
      if (results.size() < MOST) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("title", Truncate.line(result.path("title").asText(), MOST_WORDS));
        one.put("url", result.path("url").asText());
        one.put("text", Truncate.line(result.path("content").asText(), MOST_WORDS));
        if (result.path("publishedDate").isTextual()) {
          one.put("published", result.path("publishedDate").asText());
        }
        results.add(one);
      }
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("results", results);
    List<String> answers = new ArrayList<>();
    for (JsonNode one : json.path("answers")) {
      answers.add(
          Truncate.line(one.isTextual() ? one.asText() : one.path("answer").asText(), MOST_WORDS));
    }
    if (!answers.isEmpty()) {
      told.put("answers", answers);
    }
    return told;
  }
}
