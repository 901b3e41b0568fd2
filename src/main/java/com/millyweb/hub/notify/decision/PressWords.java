package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.NoticeActions.State;
import com.millyweb.hub.notify.holding.Undone;
import com.millyweb.hub.notify.wording.HubWords;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the one who pressed a button is told, in one line of plain text. */
@Component
public class PressWords {
  private final HubWords words;

  PressWords(HubWords words) {
    this.words = words;
  }

  public String done(Notice.Action action) {
    return answer("done", Map.of("action", action.text()));
  }

  /** The press is stored, and nothing has come of it yet. */
  public String taken() {
    return answer("taken", Map.of());
  }

  /** Why nothing can be decided any more, without a full stop. */
  public String closed(State state) {
    Integer action = state.action();
    return switch (state.state()) {
      case "decided" ->
          answer(
              "decided",
              Map.of(
                  "by",
                  String.valueOf(state.by()),
                  "action",
                  action == null ? "" : state.actions().get(action).text()));
      case "superseded" -> superseded();
      default -> answer("late", Map.of("until", state.expiresAt().toString()));
    };
  }

  /** Why a held notice could not be taken back by this press. */
  String notUndone(Undone undone) {
    if (undone.reason() != null) {
      return answer("undone", Map.of("by", undone.by()));
    }
    return answer(undone.sent() > 0 ? "sent" : "dead", Map.of());
  }

  public String superseded() {
    return answer("superseded", Map.of());
  }

  public String unknown() {
    return answer("unknown", Map.of());
  }

  String stranger(ButtonPress press) {
    return answer("stranger", Map.of("id", press.author().id(), "medium", press.medium()));
  }

  private String answer(String answer, Map<String, String> data) {
    Map<String, String> body = new HashMap<>(data);
    body.put("answer", answer);
    return words.title(HubWords.PRESS_ANSWER, body);
  }
}
