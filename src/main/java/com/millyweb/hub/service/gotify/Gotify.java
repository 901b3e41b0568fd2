package com.millyweb.hub.service.gotify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.RateLimiter;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gotify, as one of its applications. It can not edit, and has links where others have buttons. */
@Component
final class Gotify implements Medium, AutoCloseable {
  private static final String JSON = "application/json; charset=utf-8";

  private final GotifyProperties properties;
  private final PartSender sequence;
  private final Buttons buttons;
  private final PublicUrlProperties publicUrl;
  private final OutgoingHttp http;
  private final HttpStatusPolicy rule;
  private final RateLimiter pace;

  Gotify(
      GotifyProperties properties,
      PartSender sequence,
      Buttons buttons,
      PublicUrlProperties publicUrl,
      OutgoingHttp outgoing,
      Clock clock) {
    this.properties = properties;
    this.sequence = sequence;
    this.buttons = buttons;
    this.publicUrl = publicUrl;
    http = outgoing.trusting(trusted(properties), properties.timeout());
    rule = new HttpStatusPolicy(clock);
    pace = new RateLimiter(properties.rate(), properties.burst());
  }

  @Override
  public String name() {
    return "gotify";
  }

  @Override
  public boolean isReady() {
    return properties.url() != null && properties.token() != null;
  }

  @Override
  public void check(Target target) {
    if (target.webhookUrl() != null) {
      throw new IllegalArgumentException("Gotify has the token of an application, no webhook-url");
    }
    if (target.address() != null && target.token() == null) {
      throw new IllegalArgumentException(
          "address = %s: is only a name, the application is known by its token"
              .formatted(target.address()));
    }
    url();
    token(target);
  }

  @Override
  public String destination(Target target) {
    return url() + "\n" + token(target).reveal();
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    check(delivery.target());
    Secret token = token(delivery.target());
    NoticeLinks links = NoticeLinks.of(delivery.notice(), buttons.of(delivery), publicUrl);
    return sequence.send(
        delivery,
        GotifyMessage.of(delivery.notice(), links),
        pace,
        token.reveal(),
        new ApplicationMessenger(token));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private void post(Secret token, GotifyMessage message) throws IOException {
    Answer answer =
        http.post(
            HttpUrl.below(url(), "/message"),
            JSON,
            NoticeJson.bytes(message.payload()),
            Map.of("X-Gotify-Key", token.reveal()));
    AnswerJson said = AnswerJson.of(answer);
    if (List.of(401, 403).contains(said.json().path("errorCode").asInt())) {
      throw new DestinationDead(
          "Gotify answered %d: %s"
              .formatted(answer.status(), HttpStatusPolicy.quote(answer.text())),
          null);
    }
    rule.require2xx("Gotify", answer, said);
  }

  private final class ApplicationMessenger implements Messenger<GotifyMessage> {
    private final Secret token;

    ApplicationMessenger(Secret token) {
      this.token = token;
    }

    @Override
    public @Nullable JsonNode post(int part, GotifyMessage message) throws IOException {
      Gotify.this.post(token, message);
      return null;
    }

    @Override
    public @Nullable GotifyMessage barer(GotifyMessage message, MessageRefused refusal) {
      return message.barer();
    }
  }

  private URI url() {
    URI url = properties.url();
    if (url == null) {
      throw new IllegalArgumentException("Gotify needs hub.notify.gotify.url");
    }
    return url;
  }

  private Secret token(Target target) {
    @Nullable Secret token = target.token() == null ? properties.token() : target.token();
    if (token == null) {
      throw new IllegalArgumentException("Gotify needs hub.notify.gotify.token, or token");
    }
    return token;
  }

  private static List<URI> trusted(GotifyProperties properties) {
    URI url = properties.url();
    if (url == null) {
      return List.of();
    }
    try {
      return List.of(HttpUrl.of(url.toString(), "hub.notify.gotify.url"));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(String.valueOf(e.getMessage()), e);
    }
  }
}
