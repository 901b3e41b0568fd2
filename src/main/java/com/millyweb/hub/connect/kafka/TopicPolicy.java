package com.millyweb.hub.connect.kafka;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.connect.Payload;
import com.millyweb.hub.connect.Troubles;
import com.millyweb.hub.event.EventLogUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * What becomes of a record: while the route cannot take it, its partition waits and the offset
 * stays where it is. What is not the log's fault is stored as {@code connect.refused} after some
 * attempts, and the partition goes on.
 */
final class TopicPolicy extends RoutePolicySupport {
  private static final String RECORD = "hub.record";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<Handover> handover;
  private final Troubles troubles;
  private final Map<Partition, Failed> failed = new ConcurrentHashMap<>();

  private record Partition(Object topic, Object number) {}

  private record Failed(Object offset, int times) {}

  /**
   * @param message as it came
   */
  private record TopicRecord(Partition partition, Object offset, byte[] message) {
    static TopicRecord of(Message message) {
      return new TopicRecord(
          new Partition(
              message.getHeader("kafka.TOPIC", ""), message.getHeader("kafka.PARTITION", "")),
          message.getHeader("kafka.OFFSET", ""),
          bytes(message.getBody()));
    }

    private static byte[] bytes(Object body) {
      return body instanceof byte[] bytes
          ? bytes
          : body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  TopicPolicy(Supplier<Handover> handover, Troubles troubles) {
    this.handover = handover;
    this.troubles = troubles;
  }

  @Override
  public void onInit(Route route) {
    TopicOptions.complete(route.getEndpoint(), route.getRouteId());
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    Message message = exchange.getMessage();
    TopicRecord taken = TopicRecord.of(message);
    exchange.setProperty(RECORD, taken);
    if (message.getBody() instanceof String || message.getBody() instanceof byte[]) {
      Payload payload =
          Payload.of(taken.message(), message.getHeader(Exchange.CONTENT_TYPE, String.class));
      message.setBody(payload.body());
      message.setHeader(Exchange.CONTENT_TYPE, payload.contentType());
    }
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    TopicRecord taken = exchange.getProperty(RECORD, TopicRecord.class);
    Exception failure = exchange.getException();
    if (failure == null || isRefused(route, taken, failure)) {
      exchange.setException(null);
      failed.remove(taken.partition());
      troubles.over(route.getConsumer());
      return;
    }
    troubles.met(route.getConsumer(), "a record waits: " + Troubles.reason(failure));
    pause();
  }

  private boolean isRefused(Route route, TopicRecord taken, Exception failure) {
    if (Handover.isAboutTheLog(failure)) {
      return false;
    }
    int times =
        failed
            .merge(
                taken.partition(),
                new Failed(taken.offset(), 1),
                (before, now) ->
                    before.offset().equals(now.offset())
                        ? new Failed(now.offset(), before.times() + 1)
                        : now)
            .times();
    try {
      return handover.get().refuses(route.getRouteId(), taken.message(), failure, times);
    } catch (EventLogUnavailable e) {
      return false;
    }
  }

  /** The component asks for the record again at once. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
