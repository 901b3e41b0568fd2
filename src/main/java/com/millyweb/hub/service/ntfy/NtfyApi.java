package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of ntfy that notices need. Errors have a code of five digits in their body. */
final class NtfyApi {
  private static final String JSON = "application/json; charset=utf-8";

  /** The quota of the day; it starts anew at midnight, UTC. */
  private static final int DAILY_MESSAGES = 42908;

  private final OutgoingHttp http;
  private final HttpStatusPolicy rule;
  private final Clock clock;
  private final URI url;

  NtfyApi(OutgoingHttp http, Clock clock, URI url) {
    this.http = http;
    rule = new HttpStatusPolicy(clock);
    this.clock = clock;
    this.url = url;
  }

  void publish(String topic, @Nullable Secret token, String sequenceId, NtfyMessage message)
      throws IOException {
    Map<String, Object> payload = new LinkedHashMap<>(message.payload());
    payload.put("topic", topic);
    payload.put("sequence_id", sequenceId);
    require(http.post(HttpUrl.below(url, "/"), JSON, NoticeJson.bytes(payload), headers(token)));
  }

  /**
   * Takes a message away where people see it.
   *
   * @throws MessageGone from servers before 2.16, which do not know how
   */
  void delete(String topic, @Nullable Secret token, String sequenceId) throws IOException {
    URI message = HttpUrl.below(url, "/%s/%s".formatted(topic, sequenceId));
    Answer answer = http.send("DELETE", message, null, null, headers(token));
    if (answer.status() == 404 || answer.status() == 405) {
      throw new MessageGone("ntfy answered %d to a deletion".formatted(answer.status()));
    }
    require(answer);
  }

  private void require(Answer answer) throws SendFailed {
    AnswerJson said = AnswerJson.of(answer);
    int code = said.json().path("code").asInt();
    if (code / 100 == 401 || code / 100 == 403) {
      throw new DestinationDead(
          "ntfy answered %d: %s".formatted(answer.status(), HttpStatusPolicy.quote(answer.text())),
          null);
    }
    if (answer.status() == 429 && code == DAILY_MESSAGES) {
      Instant now = clock.instant();
      Instant midnight =
          LocalDate.ofInstant(now, ZoneOffset.UTC)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      throw new RetryAfter(
          Duration.between(now, midnight),
          "ntfy answered 429: " + HttpStatusPolicy.quote(answer.text()));
    }
    rule.require2xx("ntfy", answer, said);
  }

  private static Map<String, String> headers(@Nullable Secret token) {
    return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
  }
}
