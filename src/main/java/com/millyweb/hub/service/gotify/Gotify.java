package com.millyweb.hub.service.gotify;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.ActionLinks;
import com.millyweb.hub.notify.sending.AnswerJson;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gotify, as one of its applications. It cannot edit, and has links where others have buttons. */
@Component
final class Gotify implements Medium {
  private final GotifyProperties properties;
  private final PartSender sender;
  private final ActionLinks links;
  private final MediumClient client;

  Gotify(GotifyProperties properties, PartSender sender, ActionLinks links, MediumClients clients) {
    this.properties = properties;
    this.sender = sender;
    this.links = links;
    client =
        clients
            .of(name())
            .base("hub.notify.gotify.url", properties.url())
            .open(properties.timeout(), properties.rate(), properties.burst());
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
    if (properties.url() == null) {
      throw new IllegalArgumentException("Gotify needs hub.notify.gotify.url");
    }
    token(target);
  }

  @Override
  public String destination(Target target) {
    check(target);
    return properties.url() + "\n" + token(target).reveal();
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    check(delivery.target());
    String token = token(delivery.target()).reveal();
    return sender.send(
        delivery,
        GotifyMessage.of(delivery.notice(), links.of(delivery)),
        client.throttle(),
        token,
        new ApplicationMessenger(token));
  }

  private final class ApplicationMessenger implements Messenger<GotifyMessage> {
    private final String token;

    ApplicationMessenger(String token) {
      this.token = token;
    }

    @Override
    public @Nullable JsonNode post(int part, GotifyMessage message) throws IOException {
      Answer answer = client.post(client.below("/message"), message, Map.of("X-Gotify-Key", token));
      AnswerJson said = AnswerJson.of(answer);
      if (List.of(401, 403).contains(said.json().path("errorCode").asInt())) {
        throw new DestinationDead(HttpStatusPolicy.said("Gotify", answer), null);
      }
      client.policy().require2xx("Gotify", answer, said);
      return null;
    }

    @Override
    public @Nullable GotifyMessage barer(GotifyMessage message, MessageRefused refusal) {
      return message.barer();
    }
  }

  private Secret token(Target target) {
    @Nullable Secret token = target.token() == null ? properties.token() : target.token();
    if (token == null) {
      throw new IllegalArgumentException("Gotify needs hub.notify.gotify.token, or token");
    }
    return token;
  }
}
