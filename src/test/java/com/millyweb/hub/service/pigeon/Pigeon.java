package com.millyweb.hub.service.pigeon;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.Press;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.Throttle;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** The notices' half: a loft pins up notes with buttons, and whispers to a single pigeon. */
@Component
@ConditionalOnProperty("hub.notify.pigeon.base-url")
final class Pigeon implements ChatMedium, AutoCloseable {
  private final OutgoingHttp http;
  private final HttpStatusPolicy policy;
  private final URI baseUrl;
  private final PartSender sender;
  private final Buttons buttons;
  private final Throttle throttle = new Throttle(Rate.valueOf("100/s"), 100);

  @ConfigurationProperties("hub.notify.pigeon")
  record PigeonProperties(@Nullable URI baseUrl) {}

  Pigeon(
      PigeonProperties properties,
      OutgoingHttp outgoing,
      PartSender sender,
      Buttons buttons,
      Clock clock) {
    baseUrl = properties.baseUrl();
    http = outgoing.trusting(List.of(baseUrl), Duration.ofSeconds(5));
    policy = new HttpStatusPolicy(clock);
    this.sender = sender;
    this.buttons = buttons;
  }

  @Override
  public String name() {
    return PigeonEvents.MEDIUM;
  }

  /** Bands have a country and a year. */
  @Override
  public boolean isPersonId(String id) {
    return id.matches("[a-z]{2}-[0-9]{2}-[0-9]+");
  }

  @Override
  public boolean isReady() {
    return false;
  }

  @Override
  public boolean takesPresses(Target target) {
    return true;
  }

  @Override
  public void check(Target target) {
    if (target.address() == null) {
      throw new IllegalArgumentException("a pigeon needs a loft: set address");
    }
  }

  @Override
  public String destination(Target target) {
    return baseUrl + " " + target.address();
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    Notice notice = delivery.notice();
    var note = new Note(delivery.target().address(), notice.text(), buttons.of(delivery));
    return sender.send(delivery, List.of(note), throttle, note.loft(), new Notes());
  }

  @Override
  public void tell(Press press, String text, boolean refused) throws IOException {
    post("/whispers", Map.of("band", press.reply().get("band"), "text", text));
  }

  record Note(String loft, String text, List<Buttons.Button> buttons) {}

  private final class Notes implements Messenger<Note> {
    @Override
    public JsonNode post(int part, Note note) throws IOException {
      return Pigeon.this.post("/notes", note);
    }

    @Override
    public boolean edits() {
      return true;
    }

    @Override
    public JsonNode edit(JsonNode remote, int part, Note note) throws IOException {
      return Pigeon.this.post("/notes/" + remote.path("id").asText(), note);
    }
  }

  private JsonNode post(String path, Object body) throws IOException {
    var answer =
        http.post(
            HttpUrl.below(baseUrl, path), "application/json", NoticeJson.bytes(body), Map.of());
    policy.require2xx("Pigeon", answer);
    return AnswerJson.of(answer).json();
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
