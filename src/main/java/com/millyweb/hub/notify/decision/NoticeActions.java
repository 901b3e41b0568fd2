package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.ButtonToken;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.decision.Decisions.Decision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The actions of notices for the API and for the pages behind links. They go the way of every other
 * press, through the log, so that what follows from them is committed with them.
 */
@Component
public class NoticeActions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final EventLog log;
  private final Decisions decisions;
  private final DecisionSignals signals;
  private final PressedButtons buttons;
  private final Clock clock;

  NoticeActions(
      EventLog log,
      Decisions decisions,
      DecisionSignals signals,
      PressedButtons buttons,
      Clock clock) {
    this.log = log;
    this.decisions = decisions;
    this.signals = signals;
    this.buttons = buttons;
    this.clock = clock;
  }

  /**
   * What can be decided, or was.
   *
   * @param state open, decided or superseded
   * @param actions the labels of what can be chosen, by index; links are among them
   * @param action index of what was chosen
   */
  public record State(
      UUID notice,
      @Nullable String title,
      String state,
      List<Notice.Action> actions,
      Instant expiresAt,
      @Nullable Integer action,
      @Nullable String by,
      @Nullable Instant at) {

    public boolean isOpen(Instant now) {
      return state.equals("open") && expiresAt.isAfter(now);
    }

    static State of(Decision decision) {
      return new State(
          decision.noticeId(),
          decision.notice().title(),
          decision.state(),
          decision.notice().actions(),
          decision.expiresAt(),
          decision.action(),
          decision.by(),
          decision.at());
    }
  }

  /**
   * @param index of the action that the link stands for
   */
  public record Linked(State state, int index) {}

  /**
   * Empty when the notice has nothing to decide.
   *
   * @param notice id that it has in the inbox, or that of an update
   * @return about the latest notice of its key that asks, which the inbox shows
   */
  public Optional<State> find(UUID notice) {
    return decisions.current(notice).map(State::of);
  }

  /** What a link's token stands for. Tokens of buttons in chats are none of a link. */
  public Optional<Linked> linked(String token) {
    return ButtonToken.parse(token)
        .flatMap(buttons::behindLink)
        .flatMap(
            button ->
                decisions
                    .find(button.noticeId())
                    .map(found -> new Linked(State.of(found), button.action())));
  }

  /**
   * Presses, and waits a little for the decision.
   *
   * @param by a token's or session's name
   * @return how it stands then: not decided by this press when somebody was there first, or when
   *     the hub is busy
   */
  public State press(UUID notice, int action, String by) {
    UUID asking = decisions.current(notice).map(Decision::noticeId).orElse(notice);
    return press(ButtonPress.inApi(by, asking, action), asking);
  }

  /** The same behind a link. */
  public State press(String token, Linked linked) {
    return press(ButtonPress.behindLink(new ButtonToken(token)), linked.state().notice());
  }

  private State press(ButtonPress press, UUID notice) {
    log.appendNow(NewEvent.json(ButtonPress.TYPE, PressHandler.HUB, press.json()), PATIENCE);
    signals.await(notice, PATIENCE, () -> now(notice).isOpen(clock.instant()));
    return now(notice);
  }

  private State now(UUID notice) {
    return State.of(decisions.find(notice).orElseThrow());
  }
}
