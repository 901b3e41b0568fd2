package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.HubVersion;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.MultipartForm;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request to Discord and what its answer means: how long to keep silent, and whether the
 * message or the destination is gone. No URL is in any message, because webhooks and interactions
 * have their secret there.
 */
final class DiscordApi {
  private static final String JSON = "application/json";

  /**
   * Cloudflare refuses others; <a
   * href="https://docs.discord.com/developers/reference#user-agent">User Agent</a>.
   */
  private static final String USER_AGENT =
      "DiscordBot (https://millyweb.com, %s)".formatted(version());

  /**
   * <a href="https://docs.discord.com/developers/topics/opcodes-and-status-codes#json">Codes</a> by
   * which a message cannot be edited or deleted any more: unknown, somebody else's, too often, in
   * an archived thread, in a channel that is gone or closed to the bot. Notices may go to another
   * channel by now.
   */
  private static final Set<Integer> GONE = Set.of(10003, 10008, 30046, 50001, 50005, 50083);

  /**
   * Codes by which nothing will arrive any more: unknown channel, guild or webhook, no access, a
   * person who wants no messages, a token that is no good, a thread that is closed. A status alone
   * says less: something in between may have answered.
   */
  private static final Set<Integer> DEAD =
      Set.of(10003, 10004, 10015, 40001, 50001, 50007, 50014, 50025, 50027, 50083, 160005);

  private static final int MISSING_PERMISSIONS = 50013;

  /** 401 has no code of its own. */
  private static final int UNAUTHORIZED = 401;

  /** Answers of Discord's own edge, which pass: its network has trouble, it is overloaded. */
  private static final Set<Integer> PASSING = Set.of(40333, 130000);

  private final MediumClient client;
  private final HttpStatusPolicy policy;

  /** {@link System#nanoTime} until which Discord wants nothing at all from this bot. */
  private final AtomicReference<@Nullable Long> silentUntil = new AtomicReference<>();

  DiscordApi(MediumClient client) {
    this.client = client;
    policy = client.policy();
  }

  /**
   * @param name for messages, without secrets
   * @param lane the destination whose limits count
   * @param login null where the URL has the secret
   */
  record Place(String name, String lane, @Nullable Secret login) {}

  URI uri(String path) {
    return client.below(path);
  }

  /**
   * Posts a message.
   *
   * @return the message, which has an id; null when Discord has it and did not get to say its id
   */
  @Nullable JsonNode post(Place place, URI uri, DiscordRequest payload, DiscordMessage message)
      throws IOException {
    return message(place, call(place, "POST", uri, body(payload, message), message.isPlain()));
  }

  /**
   * Changes a message.
   *
   * @return as {@link #post}
   * @throws MessageGone when it cannot be changed any more
   */
  @Nullable JsonNode patch(Place place, URI uri, DiscordRequest payload, DiscordMessage message)
      throws IOException {
    return message(place, call(place, "PATCH", uri, body(payload, message), message.isPlain()));
  }

  /**
   * @throws MessageGone when there is nothing to delete any more
   */
  void delete(Place place, URI uri) throws IOException {
    call(place, "DELETE", uri, null, true);
  }

  /** JSON, or with files a form that has it as {@code payload_json}. */
  private static MultipartForm.Body body(DiscordRequest payload, DiscordMessage message) {
    byte[] json = MediumClient.bytes(payload);
    if (message.files().isEmpty()) {
      return new MultipartForm.Body(JSON, json);
    }
    var form = new MultipartForm().field("payload_json", JSON, json);
    for (int i = 0; i < message.files().size(); i++) {
      DiscordFile file = message.files().get(i);
      form.file("files[%d]".formatted(i), file.name(), "application/octet-stream", file.content());
    }
    return form.body();
  }

  /**
   * @param plain whether a message could not have less around it
   */
  private Answer call(
      Place place, String method, URI uri, MultipartForm.@Nullable Body body, boolean plain)
      throws IOException {
    requireNoSilence();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", USER_AGENT);
    if (place.login() != null) {
      headers.put("Authorization", "Bot " + place.login().reveal());
    }
    Answer answer =
        body == null
            ? client.send(method, uri, null, null, headers)
            : client.send(method, uri, body.contentType(), body.bytes(), headers);
    heed(place, answer);
    require2xx(place, method, answer, plain);
    return answer;
  }

  /** The next request would be refused: it waits for the window's end instead. */
  private void heed(Place place, Answer answer) {
    String wait = answer.headers().get("X-RateLimit-Reset-After");
    if ("0".equals(answer.headers().get("X-RateLimit-Remaining")) && wait != null) {
      client.throttle().hold(place.lane(), policy.pause(wait));
    }
  }

  private void require2xx(Place place, String method, Answer answer, boolean plain)
      throws SendFailed {
    int status = answer.status();
    if (status < 300) {
      policy.require2xx(place.name(), answer);
      return;
    }
    AnswerJson said = AnswerJson.of(answer);
    DiscordRefusal no = DiscordRefusal.of(said.json());
    int code = no.code();
    String message = HttpStatusPolicy.said(place.name(), answer);
    // too many edits of an old message come as 429
    if (!method.equals("POST") && GONE.contains(code)) {
      throw new MessageGone(message);
    }
    if (status == 429) {
      throw tooMany(place, no, answer, message);
    }
    if (PASSING.contains(code)) {
      throw new SendFailed(message, null);
    }
    boolean unauthorized = status == UNAUTHORIZED && code == 0 && no.isOwn();
    if (DEAD.contains(code) || unauthorized || code == MISSING_PERMISSIONS && plain) {
      throw new DestinationDead(message, null);
    }
    if (code == MISSING_PERMISSIONS) {
      // of files, most likely; embeds have a right of their own
      throw new MessageRefused(message, Set.of(DiscordMessage.FILES), null);
    }
    if (said.isWhole() && (status == 400 || status == 413)) {
      throw new MessageRefused(message, no.blamed(), null);
    }
    policy.require2xx(place.name(), answer, said);
  }

  /** The body has the time more exactly than the header; a ban has no such body. */
  private RetryAfter tooMany(Place place, DiscordRefusal no, Answer answer, String message) {
    String asked = no.retryAfter() == null ? answer.headers().get("Retry-After") : no.retryAfter();
    Duration pause = policy.pause(asked);
    if (no.global()) {
      silentUntil.set(System.nanoTime() + pause.toNanos());
    }
    client.throttle().hold(place.lane(), pause);
    return new RetryAfter(pause, message);
  }

  private void requireNoSilence() {
    Long until = silentUntil.get();
    long left = until == null ? 0 : until - System.nanoTime();
    if (left > 0) {
      throw new RetryAfter(Duration.ofNanos(left), "Discord's limit for the whole bot is used up");
    }
  }

  private static @Nullable JsonNode message(Place place, Answer answer) throws SendFailed {
    AnswerJson said = AnswerJson.of(answer);
    if (!said.isOwn()) {
      throw new SendFailed(
          "%s answered no message: %s"
              .formatted(place.name(), HttpStatusPolicy.quote(answer.text())),
          null);
    }
    return said.json().path("id").isTextual() ? said.json() : null;
  }

  private static String version() {
    String version = HubVersion.ofJar();
    return version == null ? "0" : version;
  }
}
