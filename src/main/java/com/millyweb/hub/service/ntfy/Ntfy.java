package com.millyweb.hub.service.ntfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.RateLimiter;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * ntfy, on ntfy.sh or a server of one's own. A message has a sequence id of ours, so that a repeat
 * or a later notice with the same key takes its place: from server 2.16 on, on Android and in
 * browsers; elsewhere a second message appears.
 */
@Component
final class Ntfy implements Medium, AutoCloseable {
  private static final String TOPIC = "[A-Za-z0-9_-]{1,64}";

  private final NtfyProperties properties;
  private final PartSender sequence;
  private final Buttons buttons;
  private final PublicUrlProperties publicUrl;
  private final OutgoingHttp http;
  private final NtfyApi api;
  private final RateLimiter pace;

  Ntfy(
      NtfyProperties properties,
      PartSender sequence,
      Buttons buttons,
      PublicUrlProperties publicUrl,
      OutgoingHttp outgoing,
      Clock clock) {
    this.properties = properties;
    this.sequence = sequence;
    this.buttons = buttons;
    this.publicUrl = publicUrl;
    URI url;
    try {
      url = HttpUrl.of(properties.url().toString(), "hub.notify.ntfy.url");
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(String.valueOf(e.getMessage()), e);
    }
    http = outgoing.trusting(List.of(url), properties.timeout());
    api = new NtfyApi(http, clock, url);
    pace = new RateLimiter(properties.rate(), properties.burst());
  }

  @Override
  public String name() {
    return "ntfy";
  }

  @Override
  public boolean isReady() {
    return properties.topic() != null;
  }

  @Override
  public void check(Target target) {
    if (target.webhookUrl() != null) {
      throw new IllegalArgumentException("ntfy has a topic as address, and no webhook-url");
    }
    topic(target);
  }

  @Override
  public String destination(Target target) {
    Secret token = token(target);
    return String.join(
        "\n", properties.url().toString(), topic(target), token == null ? "" : token.reveal());
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    Target target = delivery.target();
    String topic = topic(target);
    Secret token = token(target);
    NoticeLinks links = NoticeLinks.of(delivery.notice(), buttons.of(delivery), publicUrl);
    // the server counts by user, or by address
    String lane = token == null ? "anonymous" : token.reveal();
    return sequence.send(
        delivery,
        NtfyMessage.of(delivery.notice(), links),
        pace,
        lane,
        new TopicMessenger(delivery, topic, token));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private final class TopicMessenger implements Messenger<NtfyMessage> {
    private final NoticeDelivery delivery;
    private final String topic;
    private final @Nullable Secret token;

    TopicMessenger(NoticeDelivery delivery, String topic, @Nullable Secret token) {
      this.delivery = delivery;
      this.topic = topic;
      this.token = token;
    }

    @Override
    public JsonNode post(int part, NtfyMessage message) throws IOException {
      String id = sequenceId(part);
      api.publish(topic, token, id, message);
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

    @Override
    public void delete(JsonNode remote) throws IOException {
      api.delete(topic, token, remote.path("sequence_id").asText());
    }

    private String sequenceId(int part) {
      Notice notice = delivery.notice();
      String what = notice.key() == null ? "notice " + notice.id() : "key " + notice.key();
      String text = "%s\n%s\n%d".formatted(delivery.target().id(), what, part);
      return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
  }

  private @Nullable Secret token(Target target) {
    return target.token() == null ? properties.token() : target.token();
  }

  private String topic(Target target) {
    Secret own = properties.topic();
    String topic = target.address();
    if (topic == null && own == null) {
      throw new IllegalArgumentException(
          "ntfy needs a topic: set hub.notify.ntfy.topic, or address");
    }
    String found = topic == null && own != null ? own.reveal() : String.valueOf(topic);
    if (!found.matches(TOPIC)) {
      throw new IllegalArgumentException("a topic must be 1 to 64 letters, digits, '-' and '_'");
    }
    return found;
  }
}
