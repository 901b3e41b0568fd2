package com.millyweb.hub.service.bell;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.sending.MediumClient;
import com.millyweb.hub.notify.sending.MediumClients;
import com.millyweb.hub.notify.sending.PartSender;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** All that a medium that only tells is made of: the bell of a tower, and what it rings. */
@Component
@ConditionalOnProperty("hub.notify.bell.url")
final class Bell implements Medium {
  private final PartSender sender;
  private final MediumClient client;

  @ConfigurationProperties("hub.notify.bell")
  record BellProperties(@Nullable URI url) {}

  record Ringing(String words, int strokes) {}

  Bell(BellProperties properties, PartSender sender, MediumClients clients) {
    this.sender = sender;
    client =
        clients
            .of(name())
            .base("hub.notify.bell.url", properties.url())
            .open(Duration.ofSeconds(5), Rate.valueOf("100/s"), 100);
  }

  @Override
  public String name() {
    return "bell";
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void check(Target target) {
    if (target.address() != null) {
      throw new IllegalArgumentException("a tower has one bell, and no address");
    }
  }

  @Override
  public String destination(Target target) {
    return client.below("/").toString();
  }

  @Override
  public Sent send(NoticeDelivery delivery) throws IOException, InterruptedException {
    var ringing = new Ringing(delivery.notice().text(), delivery.notice().severity().ordinal());
    return sender.send(delivery, List.of(ringing), client.throttle(), "tower", new Rope());
  }

  private final class Rope implements Messenger<Ringing> {
    @Override
    public @Nullable JsonNode post(int part, Ringing ringing) throws IOException {
      client.policy().require2xx("The bell", client.post(client.below("/ring"), ringing, Map.of()));
      return null;
    }
  }
}
