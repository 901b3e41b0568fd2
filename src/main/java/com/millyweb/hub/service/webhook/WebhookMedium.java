package com.millyweb.hub.service.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.ActionLinks;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.SendLedger;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A webhook for programs, signed by Standard Webhooks. Its receivers know a repeat by its {@code
 * webhook-id}.
 */
@Component
final class WebhookMedium implements Medium {
  private static final String JSON = "application/json";
  private static final int GONE = 410;

  /** So long without a success, and a whole schedule of attempts, and it is left alone. */
  private static final Duration LONG_FAILURE = Duration.ofDays(5);

  private static final int SCHEDULE = 10;

  private final WebhookProperties properties;
  private final SendLedger ledger;
  private final PartSender sender;
  private final ActionLinks links;
  private final MediumClient client;

  WebhookMedium(
      WebhookProperties properties,
      SendLedger ledger,
      PartSender sender,
      ActionLinks links,
      MediumClients clients) {
    this.properties = properties;
    this.ledger = ledger;
    this.sender = sender;
    this.links = links;
    client =
        clients
            .of(name())
            .trust("hub.notify.webhook.url", properties.url())
            .trustTargets()
            .open(properties.timeout(), properties.rate(), properties.burst());
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public boolean isReady() {
    return properties.url() != null;
  }

  @Override
  public void check(Target target) {
    WebhookDestination.of(target, properties);
  }

  @Override
  public String destination(Target target) {
    Secret secret = target.token() == null ? properties.secret() : target.token();
    return WebhookDestination.of(target, properties).url()
        + "\n"
        + (secret == null ? "" : secret.reveal());
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    WebhookDestination destination = WebhookDestination.of(delivery.target(), properties);
    NoticeLinks actions = links.of(delivery);
    WebhookMessage whole = WebhookMessage.of(delivery.notice(), actions, true);
    var messenger =
        new Messenger<WebhookMessage>() {
          @Override
          public @Nullable JsonNode post(int part, WebhookMessage message) throws IOException {
            return WebhookMedium.this.post(destination, delivery, message.body());
          }

          @Override
          public @Nullable WebhookMessage barer(WebhookMessage message, MessageRefused refusal) {
            return message == whole && delivery.notice().hasFiles()
                ? WebhookMessage.of(delivery.notice(), actions, false)
                : null;
          }
        };
    try {
      return sender.send(
          delivery, List.of(whole), client.throttle(), destination.url().toString(), messenger);
    } catch (DestinationDead e) {
      throw e;
    } catch (IOException | PermanentFailure | AmbiguousFailure e) {
      if (ledger.isAbandoned(delivery.target(), client.now().minus(LONG_FAILURE), SCHEDULE)) {
        throw new DestinationDead(
            "The webhook took nothing for %d days: %s"
                .formatted(LONG_FAILURE.toDays(), e.getMessage()),
            e);
      }
      throw e;
    }
  }

  private @Nullable JsonNode post(
      WebhookDestination destination, NoticeDelivery delivery, byte[] body) throws IOException {
    String id = "msg_" + delivery.id();
    long seconds = client.now().getEpochSecond();
    Answer answer =
        client.post(
            destination.url(),
            JSON,
            body,
            Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", destination.key().sign(id, seconds, body)));
    require(answer);
    return null;
  }

  /** As the specification has it: any 5xx may say when, a redirect is a failure, 410 is the end. */
  private void require(Answer answer) throws SendFailed {
    int status = answer.status();
    String message = HttpStatusPolicy.said("The webhook", answer);
    if (status == GONE) {
      throw new DestinationDead(message, null);
    }
    if (status >= 300 && status < 400) {
      throw new SendFailed(message + ": redirects are not followed", null);
    }
    Duration asked = client.policy().asked(answer.headers().get("Retry-After"));
    if (status >= 500 && asked != null) {
      throw new RetryAfter(asked, message);
    }
    client.policy().require2xx("The webhook", answer);
  }
}
