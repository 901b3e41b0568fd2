package com.millyweb.hub.notify.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one medium reaches its service over HTTP: addresses, pace, and what a status means. */
public final class MediumClient {
  private static final String JSON = "application/json; charset=utf-8";

  /** Of a payload only what is there. */
  private static final ObjectMapper PAYLOADS =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final OutgoingHttp http;
  private final @Nullable URI base;
  private final Clock clock;
  private final HttpStatusPolicy policy;
  private final Throttle throttle;

  MediumClient(OutgoingHttp http, @Nullable URI base, Clock clock, Throttle throttle) {
    this.http = http;
    this.base = base;
    this.clock = clock;
    this.throttle = throttle;
    policy = new HttpStatusPolicy(clock);
  }

  /** A payload as JSON; what is null in it is left out. */
  public static byte[] bytes(Object payload) {
    try {
      return PAYLOADS.writeValueAsBytes(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A payload cannot be written as JSON", e);
    }
  }

  /**
   * Posts JSON; every status is an answer.
   *
   * @throws com.millyweb.hub.http.AnswerMissing when the request went out and no answer came
   */
  public Answer post(URI url, Object json, Map<String, String> headers) throws IOException {
    return post(url, JSON, bytes(json), headers);
  }

  public Answer post(URI url, String contentType, byte[] body, Map<String, String> headers)
      throws IOException {
    return http.post(url, contentType, body, headers);
  }

  public Answer send(
      String method,
      URI url,
      @Nullable String contentType,
      byte @Nullable [] body,
      Map<String, String> headers)
      throws IOException {
    return http.send(method, url, contentType, body, headers);
  }

  /**
   * A URL of the service.
   *
   * @param path begins with a slash
   */
  public URI below(String path) {
    if (base == null) {
      throw new IllegalStateException("The medium has no URL");
    }
    return HttpUrl.below(base, path);
  }

  public OutgoingHttp http() {
    return http;
  }

  public HttpStatusPolicy policy() {
    return policy;
  }

  public Throttle throttle() {
    return throttle;
  }

  public Instant now() {
    return clock.instant();
  }
}
