package com.millyweb.hub.service.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.secret.Secret;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the servers. What it refuses for good is a dead letter; when it is away, try again. */
record MonitorServer(
    Monitor monitor, URI root, @Nullable Secret token, OutgoingHttp http, Clock clock) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SAID = 300;

  /**
   * @param path below the root, with the query
   * @param body null for none
   * @return the answer; a missing node when it is empty
   * @throws PermanentFailure when it says no
   * @throws RetryAfter when it asks for time
   * @throws IOException when it is away, or in trouble
   */
  JsonNode ask(String method, String path, @Nullable Object body) throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    if (token != null) {
      headers.put("Authorization", "Bearer " + token.reveal());
    }
    Answer answer =
        http.send(
            method,
            HttpUrl.below(root, path),
            body == null ? null : "application/json",
            body == null ? null : JSON.writeValueAsBytes(body),
            headers);
    String asked = "%s %s".formatted(method, path.replaceFirst("\\?.*", ""));
    if (answer.status() / 100 != 2) {
      throw refusal(asked, answer);
    }
    return json(asked, answer);
  }

  private JsonNode json(String asked, Answer answer) throws IOException {
    if (!answer.whole()) {
      throw new IOException(
          "%s answered %s with more than can be read".formatted(monitor.title(), asked));
    }
    if (answer.body().length == 0) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new PermanentFailure(
          "%s.url does not point to %s: it answered %s with no JSON: %s"
              .formatted(monitor.settings(), monitor.title(), asked, said(answer)),
          e);
    }
  }

  /** Thrown at once where it is no matter of input and output. */
  private IOException refusal(String asked, Answer answer) {
    int status = answer.status();
    String message =
        "%s answered %d to %s: %s".formatted(monitor.title(), status, asked, said(answer));
    if (status == 429 || status == 503) {
      Duration wait = RetryAfter.read(answer.headers().get("Retry-After"), clock.instant());
      if (wait != null) {
        throw new RetryAfter(wait, message);
      }
    }
    if (PassingStatus.is(status)) {
      return new IOException(message);
    }
    throw new PermanentFailure(message + hint(status), null);
  }

  /** What to look at. */
  private String hint(int status) {
    return switch (status) {
      case 401 -> "; %s.token is wrong or expired".formatted(monitor.settings());
      case 403 ->
          monitor == Monitor.grafana
              ? "; the service account of hub.grafana.token needs the role Editor"
              : "; hub.alertmanager.token may not do this";
      case 404 -> "; is %s.url right?".formatted(monitor.settings());
      default ->
          status / 100 == 3
              ? "; the server redirects; check %s.url".formatted(monitor.settings())
              : "";
    };
  }

  private static String said(Answer answer) {
    String text = answer.text();
    try {
      JsonNode json = JSON.readTree(text);
      text =
          json.isTextual() ? json.asText() : json.path("message").asText(json.toString()).strip();
    } catch (JsonProcessingException e) {
      // a page of a proxy, perhaps
    }
    String line = text.strip();
    return line.isEmpty() ? "nothing" : Truncate.line(line, MOST_SAID);
  }
}
