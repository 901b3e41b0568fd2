package com.millyweb.hub.notify.sending;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.event.history.Lanes;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a notice that fails step aside, so that it does not hold up the others of its target.
 *
 * <p>All notices of a target are in one lane of the event log, which keeps their order. What fails
 * there is appended once more to a lane of its own, together with the end of its first delivery,
 * and has its further attempts there. Later notices of the same thread, or the same key, follow it
 * into that lane, so that their order stays.
 */
@Component
class Detour {
  /** The first attempt there; the back-off of the medium's route follows. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  private static final int LONGEST_LANE = 1_000;

  private final Lanes lanes;

  Detour(Lanes lanes) {
    this.lanes = lanes;
  }

  /** Whether the delivery came by a lane of its own already. */
  static boolean isOn(NoticeDelivery delivery, String subject) {
    return !subject.equals(delivery.target().id());
  }

  /** Whether a notice that this one must not overtake is on its way by another lane. */
  boolean mustFollow(Exchange exchange, NoticeDelivery delivery) {
    String order = order(delivery.notice());
    String group = exchange.getFromRouteId();
    return order != null && group != null && lanes.isBusy(group, lane(delivery, order));
  }

  /** Takes the delivery out of the lane of its target; committed with the end of the delivery. */
  void take(Exchange exchange, NoticeDelivery delivery) {
    String order = order(delivery.notice());
    Notice notice = delivery.notice();
    String lane = lane(delivery, order == null ? "notice " + notice.id() : order);
    EventSink.send(
        exchange,
        NewEvent.json(
                "notify." + delivery.target().medium(),
                "hub",
                NoticeJson.write(notice, delivery.target()))
            .withSubject(lane)
            .withTime(notice.time())
            .withDelay(WAIT));
  }

  /** What a notice is in order with; null when it is with none. */
  private static @Nullable String order(Notice notice) {
    if (notice.thread() != null) {
      return "thread " + notice.thread();
    }
    return notice.key() == null ? null : "key " + notice.key();
  }

  private static String lane(NoticeDelivery delivery, String order) {
    String lane = "%s, aside: %s".formatted(delivery.target().id(), order);
    byte[] bytes = lane.getBytes(StandardCharsets.UTF_8);
    return lane.length() <= LONGEST_LANE
        ? lane
        : Truncate.head(lane, 100) + " " + UUID.nameUUIDFromBytes(bytes);
  }
}
