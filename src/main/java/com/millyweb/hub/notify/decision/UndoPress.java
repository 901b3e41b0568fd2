package com.millyweb.hub.notify.decision;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.Decisions.Decision;
import com.millyweb.hub.notify.holding.HeldNotices;
import com.millyweb.hub.notify.holding.Undone;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * A press of the button that takes a held notice back. What decides is whether the notice is held,
 * not whether somebody pressed before.
 */
@Component
final class UndoPress {
  private final HeldNotices held;
  private final Decisions decisions;
  private final PressAnswers answers;
  private final PressWords words;
  private final AuditTrail audit;

  UndoPress(
      HeldNotices held,
      Decisions decisions,
      PressAnswers answers,
      PressWords words,
      AuditTrail audit) {
    this.held = held;
    this.decisions = decisions;
    this.answers = answers;
    this.words = words;
    this.audit = audit;
  }

  /**
   * @param id of the held notice
   * @param by a person who may
   */
  void decide(
      Exchange exchange,
      ButtonPress press,
      NoticeButton button,
      Decision decision,
      UUID id,
      String by) {
    Undone undone = held.undo(id, by, exchange).orElse(null);
    if (undone == null) {
      answers.refused(press, button, words.unknown());
    } else if (undone.isBy(by)) {
      Notice.Action action = decision.chosen(button.action());
      UUID cause = PressHandler.id(exchange);
      decisions.decide(button.noticeId(), button.action(), by, cause);
      // pressed twice by the same person it is one action
      EventSink.send(
          exchange,
          PressHandler.action(press, button, decision.notice(), action, by)
              .withKey("action/undo/" + id));
      audit.record(by, "notice.undo", id.toString(), null, "ok", Map.of("via", press.medium()));
      answers.done(press, button, action, by);
    } else {
      answers.refused(press, button, words.notUndone(undone));
    }
  }
}
