package com.millyweb.hub.notify;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.notify.holding.HeldNotice;
import com.millyweb.hub.notify.holding.HeldNotices;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Turns the body into a notice and sends one event per target of its channel. */
final class NotifyProducer extends DefaultProducer {
  private final NoticeOptions options;
  private @Nullable Channels channels;
  private @Nullable HeldNotices holding;
  private Clock clock = Clock.systemUTC();

  NotifyProducer(NotifyEndpoint endpoint) {
    super(endpoint);
    options = NoticeOptions.of(endpoint);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var context = getEndpoint().getCamelContext();
    channels = CamelContextHelper.mandatoryFindSingleByType(context, Channels.class);
    holding = CamelContextHelper.findSingleByType(context, HeldNotices.class);
    Clock set = CamelContextHelper.findSingleByType(context, Clock.class);
    if (set != null) {
      clock = set;
    }
  }

  @Override
  public void process(Exchange exchange) {
    Channels known = channels;
    if (known == null) {
      throw new IllegalStateException("notify:%s is not started".formatted(options.channel()));
    }
    Message message = exchange.getMessage();
    String conversation = conversation(message);
    boolean reply = options.channel().equals(Channels.REPLY);
    String channel = reply && conversation == null ? Channels.OPS : options.channel();
    List<Target> targets =
        conversation == null ? known.targets(channel) : List.of(known.conversation(conversation));
    Notice notice =
        options.say()
            ? options.worded(exchange, channel, clock.instant())
            : options.evaluate(exchange, channel).read(body(message), clock.instant());
    if (conversation != null) {
      notice = notice.answering(UUID.fromString(message.getHeader("ce-id", String.class)));
    }
    String traceparent = message.getHeader("traceparent", String.class);
    events(notice, targets, traceparent).forEach(event -> EventSink.send(exchange, event));
  }

  private List<NewEvent> events(Notice notice, List<Target> targets, @Nullable String traceparent) {
    Duration hold = options.hold();
    if (hold == null) {
      return Notices.events(notice, targets, traceparent);
    }
    return holding == null
        ? List.of(HeldNotice.event(notice, targets, traceparent, hold))
        : holding.hold(notice, targets, traceparent, hold, options.holdTo());
  }

  private static Object body(Message message) {
    Object body = message.getBody();
    if (!(body instanceof Map<?, ?>) && !(body instanceof CharSequence)) {
      byte[] bytes = body instanceof List<?> ? null : message.getBody(byte[].class);
      body = bytes == null ? body : message.getBody(String.class);
    }
    return body;
  }

  /** What {@code notify:reply} answers; null for every other channel. */
  private @Nullable String conversation(Message message) {
    if (!options.channel().equals(Channels.REPLY)) {
      return null;
    }
    String type = message.getHeader("ce-type", "", String.class);
    String conversation = message.getHeader("ce-subject", String.class);
    if (type.equals("chat.action") && conversation == null) {
      // decided by the API or a link: the operators are who asked
      return null;
    }
    if (!type.startsWith("chat.") || conversation == null) {
      throw new IllegalArgumentException(
          "notify:reply answers chat.message and chat.action, the event was '%s'".formatted(type));
    }
    return conversation;
  }
}
