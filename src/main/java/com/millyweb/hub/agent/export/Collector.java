package com.millyweb.hub.agent.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The collector that is configured. Its client is made for the first spans. */
@Component
final class Collector implements DisposableBean {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MOST_SAID = 300;

  private final ExportProperties properties;
  private final OutgoingHttp http;
  private final Clock clock;
  private @Nullable OutgoingHttp client;

  Collector(ExportProperties properties, OutgoingHttp http, Clock clock) {
    this.properties = properties;
    this.http = http;
    this.clock = clock;
  }

  /**
   * @param request an ExportTraceServiceRequest as JSON
   * @throws PermanentFailure when it takes none of it, or not all
   * @throws RetryAfter when it asks for time
   * @throws IOException when it is away, or in trouble
   */
  void take(URI url, JsonNode request) throws IOException {
    Answer answer =
        client(url)
            .post(
                HttpUrl.below(url, "/v1/traces"),
                "application/json",
                JSON.writeValueAsBytes(request),
                properties.headers());
    if (answer.status() / 100 != 2) {
      throw refusal(answer);
    }
    JsonNode partial = json(answer.text()).path("partialSuccess");
    if (partial.path("rejectedSpans").asLong() > 0) {
      // to send it again is forbidden by the protocol
      throw new PermanentFailure(
          "The collector refused %d spans of a run: %s"
              .formatted(
                  partial.path("rejectedSpans").asLong(),
                  quoted(partial.path("errorMessage").asText())),
          null);
    }
  }

  /** Thrown at once where it is no matter of input and output. */
  private IOException refusal(Answer answer) {
    int status = answer.status();
    String message =
        "The collector answered %d to the spans of a run: %s".formatted(status, said(answer));
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
  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> "; are hub.agent.otlp-headers right?";
      case 404, 405 ->
          "; is hub.agent.otlp-url right? It is the address before /v1/traces, such as https://cloud.langfuse.com/api/public/otel";
      default -> status / 100 == 3 ? "; it redirects; check hub.agent.otlp-url" : "";
    };
  }

  private static String said(Answer answer) {
    JsonNode json = json(answer.text());
    return quoted(
        json.isObject() ? json.path("message").asText(json.toString()) : answer.text().strip());
  }

  private static String quoted(String text) {
    return text.isBlank() ? "nothing" : Truncate.line(Redaction.instance().redact(text), MOST_SAID);
  }

  /** A missing node where it is none. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private synchronized OutgoingHttp client(URI url) {
    if (client == null) {
      client = http.trusting(List.of(url), ANSWER);
    }
    return client;
  }

  @Override
  public synchronized void destroy() throws IOException {
    if (client != null) {
      client.close();
    }
  }
}
