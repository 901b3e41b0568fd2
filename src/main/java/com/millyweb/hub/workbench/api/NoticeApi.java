package com.millyweb.hub.workbench.api;

import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The inbox: what the hub told people, latest first. */
@RestController
@RequestMapping("/api/notices")
class NoticeApi {
  /**
   * @param action index among the notice's actions
   * @param event {@code eventId} of the notice as it was shown; when a later one has taken its
   *     place meanwhile, nothing is decided
   */
  record Choice(@Nullable Integer action, @Nullable UUID event) {}

  private final Inbox inbox;
  private final NoticeActions actions;
  private final Clock clock;

  NoticeApi(Inbox inbox, NoticeActions actions, Clock clock) {
    this.inbox = inbox;
    this.actions = actions;
    this.clock = clock;
  }

  @GetMapping
  @RequiresScope(Scope.viewer)
  Listing<Inbox.Entry> list(@Accepts({"cursor", "limit"}) Query query) {
    return Listing.of(() -> inbox.page(query.cursor(), query.limit()));
  }

  @GetMapping("/{id}")
  @RequiresScope(Scope.viewer)
  Inbox.Entry show(@PathVariable UUID id) {
    return inbox.find(id).orElseThrow(() -> Refusal.notFound("notice", id));
  }

  /** What can be decided about the notice, or what was. */
  @GetMapping("/{id}/actions")
  @RequiresScope(Scope.viewer)
  NoticeActions.State actions(@PathVariable UUID id) {
    return actions.find(id).orElseThrow(() -> Refusal.notFound("notice with actions", id));
  }

  /** The same as the notice's button in a chat. */
  @PostMapping("/{id}/actions")
  @RequiresScope(value = Scope.operator, action = "notice.press")
  NoticeActions.State press(
      @PathVariable UUID id, @Body Choice choice, Caller caller, HttpServletRequest request) {
    NoticeActions.State before = actions(id);
    int action = choice.action() == null ? -1 : choice.action();
    if (action < 0
        || action >= before.actions().size()
        || before.actions().get(action).value() == null) {
      throw Refusal.badParameter(
          "action",
          "must be the index of one of the notice's %d actions, and of none that is a link"
              .formatted(before.actions().size()));
    }
    ScopeInterceptor.note(request, Map.of("action", before.actions().get(action).text()));
    if (!before.isOpen(clock.instant())) {
      throw Refusal.conflict(before.closed());
    }
    if (choice.event() != null
        && inbox.find(id).filter(shown -> !shown.eventId().equals(choice.event())).isPresent()) {
      throw Refusal.conflict("A newer notice has taken the place of this one");
    }
    NoticeActions.State now = actions.press(before.notice(), action, caller.name());
    if (now.isOpen(clock.instant())) {
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The press is stored and not decided yet");
    }
    boolean ours = caller.name().equals(now.by()) && Integer.valueOf(action).equals(now.action());
    if (!ours) {
      throw Refusal.conflict(now.closed());
    }
    return now;
  }
}
