package com.millyweb.hub.notify.decision;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.ChatPress;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.Decisions.Decision;
import java.io.IOException;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * The step of the route {@code notify.press}: decides a pressed button. With the completion of the
 * delivery it commits {@code chat.action} for the flows and the notice's update, which shows who
 * decided what; a refusal is told to the one who pressed.
 */
@RouteBean(formerly = "presses")
@Component
public class PressHandler {
  /** The source of the hub's own events; a chat's door may not say that the API was used. */
  static final String HUB = "hub";

  private final PressedButtons buttons;
  private final Deciders deciders;
  private final Decisions decisions;
  private final DecisionSignals signals;
  private final DecidedNotices notices;
  private final UndoPress undo;
  private final PressAnswers answers;
  private final PressWords words;
  private final ChatMedia media;

  PressHandler(
      PressedButtons buttons,
      Deciders deciders,
      Decisions decisions,
      DecisionSignals signals,
      DecidedNotices notices,
      UndoPress undo,
      PressAnswers answers,
      PressWords words,
      ChatMedia media) {
    this.buttons = buttons;
    this.deciders = deciders;
    this.decisions = decisions;
    this.signals = signals;
    this.notices = notices;
    this.undo = undo;
    this.answers = answers;
    this.words = words;
    this.media = media;
  }

  public void decide(Exchange exchange) {
    ButtonPress press = read(exchange.getMessage());
    NoticeButton button = buttons.find(press).orElse(null);
    if (button == null) {
      answers.refused(press, null, words.unknown());
      return;
    }
    String by = deciders.of(press, button).orElse(null);
    Decision decision = decisions.find(button.noticeId()).orElse(null);
    if (by == null) {
      answers.refused(press, button, words.stranger(press));
    } else if (decision == null || button.action() >= decision.notice().actions().size()) {
      answers.refused(press, button, words.unknown());
    } else if (decision.notice().undoes() != null) {
      undo.decide(exchange, press, button, decision, decision.notice().undoes(), by);
      signals.decided(button.noticeId());
    } else if (decisions.decide(button.noticeId(), button.action(), by, id(exchange))) {
      decided(exchange, press, button, decision, by);
      signals.decided(button.noticeId());
    } else {
      String why =
          decisions
              .find(button.noticeId())
              .map(now -> words.closed(NoticeActions.State.of(now)) + ".")
              .orElseGet(words::unknown);
      answers.refused(press, button, why);
      signals.decided(button.noticeId());
    }
  }

  /** A button that the hub did not make: a chat shows it as waiting until somebody answers. */
  public void foreign(Exchange exchange) throws IOException, InterruptedException {
    Press press = Press.of(ChatPress.read(exchange.getMessage().getBody()));
    ChatMedium medium = media.find(press.medium()).orElse(null);
    if (medium != null) {
      medium.tell(press, "", false);
    }
  }

  private static ButtonPress read(Message message) {
    ButtonPress press = ButtonPress.read(message.getBody());
    String source = message.getHeader("ce-source", "", String.class);
    if (press.author().id().isEmpty()) {
      throw new PermanentFailure("Event is no press: chat.press must have an author", null);
    }
    if (press.ofHub() && !source.equals(HUB)) {
      throw new PermanentFailure(
          "Event is no press: chat.press of medium %s must be from the hub, was from: %s"
              .formatted(press.medium(), source),
          null);
    }
    return press;
  }

  private void decided(
      Exchange exchange, ButtonPress press, NoticeButton button, Decision decision, String by) {
    Notice.Action action = decision.chosen(button.action());
    // decided once: the press is the key
    EventSink.send(
        exchange,
        action(press, button, decision.notice(), action, by).withKey("action/" + id(exchange)));
    for (NewEvent update : notices.updates(decision, action, by)) {
      EventSink.send(exchange, update);
    }
    answers.done(press, button, action, by);
  }

  /** The subject is the conversation, for an answer there. */
  static NewEvent action(
      ButtonPress press, NoticeButton button, Notice notice, Notice.Action action, String by) {
    var decided =
        new DecidedAction(
            PressAnswers.via(press, button),
            press.conversation(),
            press.author(),
            by,
            action.value(),
            action.text(),
            press.message(),
            new DecidedAction.About(notice.id(), notice.channel(), notice.key(), notice.title()),
            press.reply());
    return NewEvent.json(DecidedAction.TYPE, HUB, decided.json())
        .withSubject(press.conversation().exists() ? press.conversation().toString() : null);
  }

  static UUID id(Exchange exchange) {
    return UUID.fromString(exchange.getMessage().getHeader("ce-id", String.class));
  }
}
