package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.EventHistory;
import com.millyweb.hub.event.history.EventSummary;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeJson;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of {@code routes/notify/unanswered}: a command of Discord shows "thinking…" until it is
 * answered. When its deliveries ended and none of them answered, this does.
 *
 * <p>It looks again and again by events with a delay, which a restart does not forget. What a flow
 * sends is committed with the end of its delivery, so that nothing can follow when all have ended.
 */
@RouteBean(formerly = "openCommands")
@Component("unansweredCommands")
public class UnansweredCommands {
  private static final Logger log = LoggerFactory.getLogger(UnansweredCommands.class);

  static final String DUE = "notify.reply.due";
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Discord takes an answer for 15 minutes. */
  private static final Duration GIVEN_UP = Duration.ofMinutes(14);

  /** What an answer may be caused by: an event of an event of the command. */
  private static final int DEPTH = 8;

  private static final Set<DeliveryState> UNDER_WAY =
      Set.of(
          DeliveryState.waiting,
          DeliveryState.running,
          DeliveryState.blocked,
          DeliveryState.paused);

  /** The data of the event by which the hub looks again. */
  record Due(
      UUID event,
      String conversation,
      @JsonFormat(shape = JsonFormat.Shape.STRING) Duration waited) {}

  private final EventHistory events;
  private final Channels channels;
  private final Clock clock;

  UnansweredCommands(EventHistory events, Channels channels, Clock clock) {
    this.events = events;
    this.channels = channels;
    this.clock = clock;
  }

  /** A command has come: looks after it in a while. */
  public void opened(Exchange exchange) {
    Message message = exchange.getMessage();
    UUID event = UUID.fromString(message.getHeader("ce-id", String.class));
    String conversation = message.getHeader("ce-subject", String.class);
    if (conversation != null) {
      later(exchange, event, conversation, FIRST);
    }
  }

  /** Ends what a chat shows of a command, unless a flow works on it or has answered. */
  public void due(Exchange exchange) {
    Due due = NoticeJson.MAPPER.convertValue(exchange.getMessage().getBody(Map.class), Due.class);
    EventSummary command = events.progress(due.event()).orElse(null);
    if (command == null) {
      return;
    }
    boolean late = Duration.between(command.at(), clock.instant()).compareTo(GIVEN_UP) >= 0;
    Progress progress = progress(command, 0);
    if (progress == Progress.answered) {
      return;
    }
    if (progress == Progress.working && !late) {
      Duration next = due.waited().multipliedBy(2);
      later(
          exchange, due.event(), due.conversation(), next.compareTo(LONGEST) > 0 ? LONGEST : next);
      return;
    }
    answer(exchange, due.event(), due.conversation(), words(progress, command));
  }

  /** What stands further down weighs more. */
  private enum Progress {
    ended,
    /** Something was given up on the way. */
    failed,
    working,
    answered;

    Progress or(Progress other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /**
   * The deliveries are read before what they caused: what was not there then is not there now, or a
   * delivery was under way.
   */
  private Progress progress(EventSummary event, int depth) {
    Set<DeliveryState> states = event.deliveries().keySet();
    Progress progress =
        states.stream().anyMatch(UNDER_WAY::contains)
            ? Progress.working
            : states.contains(DeliveryState.dead) ? Progress.failed : Progress.ended;
    List<EventSummary> caused = depth == DEPTH ? List.of() : events.causedBy(event.id());
    for (EventSummary next : caused) {
      if (!next.type().equals(DUE)) {
        progress = progress.or(isAnswer(next) ? Progress.answered : progress(next, depth + 1));
      }
    }
    return progress;
  }

  /** One that was given up is none. */
  private static boolean isAnswer(EventSummary event) {
    String subject = event.subject();
    return event.type().startsWith("notify.")
        && subject != null
        && subject.startsWith(Channels.REPLY + "/")
        && !event.deliveries().containsKey(DeliveryState.dead);
  }

  private static String words(Progress progress, EventSummary command) {
    if (progress == Progress.working) {
      return "This takes longer. The answer follows.";
    }
    if (progress == Progress.failed) {
      return "This failed. The hub keeps it until somebody looks at it.";
    }
    // the route that looks after commands ended well, too
    return command.deliveries().getOrDefault(DeliveryState.done, 0) > 1
        ? "Taken, without an answer."
        : "No flow answers this.";
  }

  private void answer(Exchange exchange, UUID event, String conversation, String words) {
    try {
      Notice notice =
          Notice.of(Channels.REPLY, Severity.info, null, words, clock.instant()).answering(event);
      Notices.events(notice, List.of(channels.conversation(conversation)), null)
          .forEach(reply -> EventSink.send(exchange, reply));
    } catch (IllegalArgumentException noWayBack) {
      log.info("A command in {} stays unanswered: {}", conversation, noWayBack.getMessage());
    }
  }

  private static void later(Exchange exchange, UUID event, String conversation, Duration delay) {
    byte[] data = NoticeJson.bytes(new Due(event, conversation, delay));
    EventSink.send(
        exchange, NewEvent.json(DUE, "hub", data).withSubject(conversation).withDelay(delay));
  }
}
