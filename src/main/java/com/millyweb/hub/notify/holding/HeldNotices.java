package com.millyweb.hub.notify.holding;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.event.history.TakingBack;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import java.time.Duration;
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
  private final Announcements announcements;
  private final EventLog log;

  HeldNotices(Channels channels, TakingBack taking, Announcements announcements, EventLog log) {
    this.channels = channels;
    this.taking = taking;
    this.announcements = announcements;
    this.log = log;
  }

  /**
   * The event that holds a notice back, and those that tell chats of it.
   *
   * @param to the channel whose chats are told, or {@link Hold#NOBODY}
   */
  public List<NewEvent> hold(
      Notice asked,
      List<Target> targets,
      @Nullable String traceparent,
      Duration hold,
      @Nullable String to) {
    Notice notice = asked.withKeyForActions();
    Announcement announced =
        announcements.of(notice, targets.size(), hold, to == null ? Channels.OPS : to).orElse(null);
    List<NewEvent> events = new ArrayList<>();
    events.add(HeldNotice.event(notice, targets, traceparent, hold, announced));
    if (announced != null) {
      events.addAll(announcements.told(announced, traceparent));
    }
    return events;
  }

  /** The notices that may be taken back, the next one first, at most 200. */
  public List<HeldNotice> list() {
    return taking.toCome(HeldNotice.TYPE, MOST).stream().map(HeldNotice::of).toList();
  }

  /** The event as which a notice waits, or waited; empty when it never did. */
  public Optional<UUID> eventOf(UUID id) {
    return taking.find(HeldNotice.TYPE, id.toString());
  }

  /**
   * Takes a notice back, as long as it is held, and tells so where it was announced.
   *
   * @param by a person, for the history
   * @return what became of it; empty when no notice of this id was held
   */
  public Optional<Undone> undo(UUID id, String by) {
    Optional<Undone> undone = take(id, by);
    undone.ifPresent(now -> now.edits().forEach(edit -> log.appendNow(edit, EventLog.PATIENCE)));
    return undone;
  }

  /** The same in a flow, with whose completion the announcement is edited. */
  public Optional<Undone> undo(UUID id, String by, Exchange exchange) {
    Optional<Undone> undone = take(id, by);
    undone.ifPresent(now -> now.edits().forEach(edit -> EventSink.send(exchange, edit)));
    return undone;
  }

  private Optional<Undone> take(UUID id, String by) {
    return taking
        .takeBack(HeldNotice.TYPE, id.toString(), Undone.REASON + by)
        .map(taken -> undone(HeldNotice.of(taken.event()), taken));
  }

  private Undone undone(HeldNotice held, TakingBack.Taken taken) {
    String reason = taken.reason();
    Announcement announced = held.announced();
    List<NewEvent> edits =
        reason == null || announced == null
            ? List.of()
            : announcements.undone(announced, held.notice(), held.targets(), Undone.by(reason));
    return new Undone(
        held.id(),
        reason == null ? 0 : held.targets(),
        taken.begun() ? held.targets() : 0,
        reason,
        edits);
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
      List<Target> targets = targets(json);
      List<NewEvent> events = new ArrayList<>(Notices.events(notice, targets, traceparent));
      Announcement announced = Announcement.of(NoticeJson.MAPPER.<JsonNode>valueToTree(json));
      if (announced != null) {
        events.addAll(announcements.sent(announced, notice, targets.size()));
      }
      events.forEach(event -> EventSink.send(exchange, event));
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
}
