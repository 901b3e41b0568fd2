package com.millyweb.hub.ingress;

import com.millyweb.hub.event.Appended;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door answers.
 *
 * @param retryAfterSeconds 0 for no such header
 */
public record Answer(int status, String contentType, byte[] body, long retryAfterSeconds)
    implements Reply {

  @Override
  public Answer answer() {
    return this;
  }

  static Answer stored(List<Appended> events) {
    boolean duplicate = events.stream().allMatch(Appended::duplicate);
    String json = "{\"id\":\"" + events.get(0).id() + "\",\"duplicate\":" + duplicate + "}";
    return new Answer(202, "application/json", json.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** A 200 with what a service wants to read. */
  public static Answer json(String json) {
    return new Answer(200, "application/json", json.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** Without a body. */
  public static Answer empty(int status) {
    return new Answer(status, "text/plain", new byte[0], 0);
  }

  /** A problem document of RFC 9457. */
  static Answer problem(int status, String title, String detail, @Nullable Duration retryAfter) {
    String json =
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(title, status, detail);
    long seconds = retryAfter == null ? 0 : Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    return new Answer(
        status, "application/problem+json", json.getBytes(StandardCharsets.UTF_8), seconds);
  }
}
