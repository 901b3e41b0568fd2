package com.millyweb.hub.notify.holding;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.event.history.TakingBack;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notices that wait: who takes one back, and what goes on when its time is over. */
@RouteBean
@Component
public class HeldNotices {
  /** What a person cannot look through would not be taken back one by one. */
  private static final int MOST = 200;

  private final Channels channels;
  private final TakingBack taking;

  HeldNotices(Channels channels, TakingBack taking) {
    this.channels = channels;
    this.taking = taking;
  }

  /** The notices that may be taken back, the next one first, at most 200. */
  public List<HeldNotice> list() {
    return taking.toCome(HeldNotice.TYPE, MOST).stream().map(HeldNotice::of).toList();
  }

  /** The event as which a notice waits; empty when it does not. */
  public Optional<UUID> eventOf(UUID id) {
    return list().stream()
        .filter(held -> held.id().equals(id))
        .map(HeldNotice::eventId)
        .findFirst();
  }

  /**
   * Takes a notice back, as long as it is held.
   *
   * @param by a person, for the history
   * @return what became of it; empty when no notice of this id was held
   */
  public Optional<Undone> undo(UUID id, String by) {
    return taking
        .takeBack(HeldNotice.TYPE, id.toString(), "undone by " + by)
        .map(taken -> Undone.of(id, taken, HeldNotice.of(taken.event()).targets()));
  }

  /** The step of the route for what was not taken back: sends it to all targets, or to none. */
  public void release(Exchange exchange) {
    Message message = exchange.getMessage();
    if (!(message.getBody() instanceof Map<?, ?> json)) {
      throw new PermanentFailure("The event holds no notice", null);
    }
    try {
      Notice notice = NoticeJson.read(json);
      String traceparent = message.getHeader("traceparent", String.class);
      Notices.events(notice, targets(json), traceparent)
          .forEach(event -> EventSink.send(exchange, event));
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("The held notice cannot go on: " + e.getMessage(), e);
    }
  }

  private List<Target> targets(Map<?, ?> json) {
    List<Target> targets = new ArrayList<>();
    for (String id : HeldNotice.targets(json)) {
      Target target = channels.target(id);
      if (target == null) {
        throw new IllegalArgumentException(
            "hub.notify.channels has no target '%s' any more".formatted(id));
      }
      targets.add(target);
    }
    return targets;
  }

  /**
   * What became of a notice that was to be taken back.
   *
   * @param takenBack how many targets never get it
   * @param sent how many targets have it, or were being told already
   * @param reason who took it back; null when nobody did
   */
  public record Undone(UUID notice, int takenBack, int sent, @Nullable String reason) {
    private static Undone of(UUID id, TakingBack.Taken taken, int targets) {
      String reason = taken.reason();
      return new Undone(id, reason == null ? 0 : targets, taken.begun() ? targets : 0, reason);
    }
  }
}
