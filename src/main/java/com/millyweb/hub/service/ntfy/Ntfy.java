package com.millyweb.hub.service.ntfy;

import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.ActionLinks;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.PartSender;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** ntfy, on ntfy.sh or a server of one's own. */
@Component
final class Ntfy implements Medium {
  private static final String TOPIC = "[A-Za-z0-9_-]{1,64}";

  private final NtfyProperties properties;
  private final PartSender sender;
  private final ActionLinks links;
  private final MediumClient client;

  Ntfy(NtfyProperties properties, PartSender sender, ActionLinks links, MediumClients clients) {
    this.properties = properties;
    this.sender = sender;
    this.links = links;
    client =
        clients
            .of(name())
            .base("hub.notify.ntfy.url", properties.url())
            .open(properties.timeout(), properties.rate(), properties.burst());
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
    Secret token = token(delivery.target());
    return sender.send(
        delivery,
        NtfyMessage.of(delivery.notice(), links.of(delivery)),
        client.throttle(),
        // the server counts by user, or by address
        token == null ? "anonymous" : token.reveal(),
        new NtfyMessenger(client, delivery, topic(delivery.target()), token));
  }

  private @Nullable Secret token(Target target) {
    return target.token() == null ? properties.token() : target.token();
  }

  private String topic(Target target) {
    Secret own = properties.topic();
    String topic = target.address() == null && own != null ? own.reveal() : target.address();
    if (topic == null) {
      throw new IllegalArgumentException(
          "ntfy needs a topic: set hub.notify.ntfy.topic, or address");
    }
    if (!topic.matches(TOPIC)) {
      throw new IllegalArgumentException("a topic must be 1 to 64 letters, digits, '-' and '_'");
    }
    return topic;
  }
}
