package com.millyweb.hub.service.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.DestinationDead;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NotifyProperties;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.ConfiguredUrls;
import com.millyweb.hub.notify.sending.HttpStatusPolicy;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.notify.sending.RateLimiter;
import com.millyweb.hub.notify.sending.SendLedger;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
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
final class WebhookMedium implements Medium, AutoCloseable {
  private static final String JSON = "application/json";
  private static final int GONE = 410;

  /** So long without a success, and a whole schedule of attempts, and it is left alone. */
  private static final Duration LONG_FAILURE = Duration.ofDays(5);

  private static final int SCHEDULE = 10;

  private final WebhookProperties properties;
  private final SendLedger book;
  private final PartSender sequence;
  private final Buttons buttons;
  private final PublicUrlProperties publicUrl;
  private final Clock clock;
  private final OutgoingHttp http;
  private final HttpStatusPolicy rule;
  private final RateLimiter pace;

  WebhookMedium(
      WebhookProperties properties,
      NotifyProperties notify,
      SendLedger book,
      PartSender sequence,
      Buttons buttons,
      PublicUrlProperties publicUrl,
      OutgoingHttp outgoing,
      Clock clock) {
    this.properties = properties;
    this.book = book;
    this.sequence = sequence;
    this.buttons = buttons;
    this.publicUrl = publicUrl;
    this.clock = clock;
    List<URI> urls =
        new ConfiguredUrls()
            .add("hub.notify.webhook.url", properties.url())
            .addTargets(notify, name())
            .all();
    http = outgoing.trusting(urls, properties.timeout());
    rule = new HttpStatusPolicy(clock);
    pace = new RateLimiter(properties.rate(), properties.burst());
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
    NoticeLinks links = NoticeLinks.of(delivery.notice(), buttons.of(delivery), publicUrl);
    WebhookMessage whole = WebhookMessage.of(delivery.notice(), links, true);
    var messenger =
        new Messenger<WebhookMessage>() {
          @Override
          public @Nullable JsonNode post(int part, WebhookMessage message) throws IOException {
            return WebhookMedium.this.post(destination, delivery, message.body());
          }

          @Override
          public @Nullable WebhookMessage barer(WebhookMessage message, MessageRefused refusal) {
            return message == whole && delivery.notice().hasFiles()
                ? WebhookMessage.of(delivery.notice(), links, false)
                : null;
          }
        };
    try {
      return sequence.send(delivery, List.of(whole), pace, destination.url().toString(), messenger);
    } catch (DestinationDead e) {
      throw e;
    } catch (IOException | PermanentFailure | AmbiguousFailure e) {
      if (book.isAbandoned(delivery.target(), clock.instant().minus(LONG_FAILURE), SCHEDULE)) {
        throw new DestinationDead(
            "The webhook took nothing for %d days: %s"
                .formatted(LONG_FAILURE.toDays(), e.getMessage()),
            e);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private @Nullable JsonNode post(
      WebhookDestination destination, NoticeDelivery delivery, byte[] body) throws IOException {
    String id = "msg_" + delivery.id();
    long seconds = clock.instant().getEpochSecond();
    Answer answer =
        http.post(
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
    String message =
        "The webhook answered %d: %s".formatted(status, HttpStatusPolicy.quote(answer.text()));
    if (status == GONE) {
      throw new DestinationDead(message, null);
    }
    if (status >= 300 && status < 400) {
      throw new SendFailed(message + ": redirects are not followed", null);
    }
    Duration asked = rule.asked(answer.headers().get("Retry-After"));
    if (status >= 500 && asked != null) {
      throw new RetryAfter(asked, message);
    }
    rule.require2xx("The webhook", answer);
  }
}
