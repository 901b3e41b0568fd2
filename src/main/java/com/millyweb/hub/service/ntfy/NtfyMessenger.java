package com.millyweb.hub.service.ntfy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to a topic. A message has a sequence id of ours, so that a repeat or a later notice
 * with the same key takes its place: from server 2.16 on, on Android and in browsers; elsewhere a
 * second message appears.
 */
final class NtfyMessenger implements Messenger<NtfyMessage> {
  /** The quota of the day is used up; the next one begins at midnight, UTC. */
  private static final int DAILY_MESSAGES = 42908;

  private final MediumClient client;
  private final NoticeDelivery delivery;
  private final String topic;
  private final Map<String, String> login;

  NtfyMessenger(
      MediumClient client, NoticeDelivery delivery, String topic, @Nullable Secret token) {
    this.client = client;
    this.delivery = delivery;
    this.topic = topic;
    login = token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
  }

  private record Publication(
      @JsonUnwrapped NtfyMessage message,
      String topic,
      @JsonProperty("sequence_id") String sequenceId) {}

  @Override
  public JsonNode post(int part, NtfyMessage message) throws IOException {
    String id = sequenceId(part);
    require2xx(client.post(client.below("/"), new Publication(message, topic, id), login));
    return JsonNodeFactory.instance.objectNode().put("sequence_id", id);
  }

  @Override
  public @Nullable NtfyMessage barer(NtfyMessage message, MessageRefused refusal) {
    return message.barer();
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public JsonNode edit(JsonNode remote, int part, NtfyMessage message) throws IOException {
    return post(part, message);
  }

  /** Servers before 2.16 do not know how to take a message away. */
  @Override
  public void delete(JsonNode remote) throws IOException {
    String path = "/%s/%s".formatted(topic, remote.path("sequence_id").asText());
    Answer answer = client.send("DELETE", client.below(path), null, null, login);
    if (answer.status() == 404 || answer.status() == 405) {
      throw new MessageGone("ntfy answered %d to a deletion".formatted(answer.status()));
    }
    require2xx(answer);
  }

  /** Errors have a code of five digits in their body. */
  private void require2xx(Answer answer) throws SendFailed {
    AnswerJson said = AnswerJson.of(answer);
    int code = said.json().path("code").asInt();
    if (code / 100 == 401 || code / 100 == 403) {
      throw new DestinationDead(HttpStatusPolicy.said("ntfy", answer), null);
    }
    if (answer.status() == 429 && code == DAILY_MESSAGES) {
      var now = client.now().atOffset(ZoneOffset.UTC);
      throw new RetryAfter(
          Duration.between(now, now.plusDays(1).truncatedTo(ChronoUnit.DAYS)),
          HttpStatusPolicy.said("ntfy", answer));
    }
    client.policy().require2xx("ntfy", answer, said);
  }

  private String sequenceId(int part) {
    Notice notice = delivery.notice();
    String what = notice.key() == null ? "notice " + notice.id() : "key " + notice.key();
    String text = "%s\n%s\n%d".formatted(delivery.target().id(), what, part);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
