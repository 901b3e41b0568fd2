package com.millyweb.hub.workbench.api;

import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.notify.decision.PressWords;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The inbox: what the hub told people, latest first. */
@RestController
@RequestMapping("/api/notices")
@Tag(name = "notices")
class NoticeApi {
  record Choice(
      @NotNull(
              message =
                  "must be the index of one of the notice's actions, and of none that is a link")
          @Schema(description = "Index among the notice's actions")
          Integer action,
      @Schema(
              description =
                  "The notice's eventId as it was shown: nothing is decided when a later one has"
                      + " taken its place")
          @Nullable UUID event) {}

  private final Inbox inbox;
  private final NoticeActions actions;
  private final PressWords words;
  private final Clock clock;

  NoticeApi(Inbox inbox, NoticeActions actions, PressWords words, Clock clock) {
    this.inbox = inbox;
    this.actions = actions;
    this.words = words;
    this.clock = clock;
  }

  @GetMapping
  @Operation(operationId = "listNotices", summary = "What the hub told people, latest first")
  @RequiresScope(Scope.viewer)
  Listing<Inbox.Entry> list(@Valid PageQuery page) {
    return Listing.of(page, inbox::page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "showNotice", summary = "A notice, by its id or that of an update")
  @RequiresScope(Scope.viewer)
  Inbox.Entry show(@PathVariable UUID id) {
    return inbox.find(id).orElseThrow(() -> Refusal.notFound("notice", id));
  }

  /** What can be decided about the notice, or what was. */
  @GetMapping("/{id}/actions")
  @Operation(
      operationId = "showActions",
      summary = "What can be decided about a notice, or what was")
  @RequiresScope(Scope.viewer)
  NoticeActions.State actions(@PathVariable UUID id) {
    return actions.find(id).orElseThrow(() -> Refusal.notFound("notice with actions", id));
  }

  /** The same as the notice's button in a chat. */
  @PostMapping("/{id}/actions")
  @Operation(
      operationId = "decide",
      summary = "Decide a notice, as its button in a chat does",
      description = "409 when it was decided before, expired, or a newer notice took its place.")
  @ApiResponse(responseCode = "200", description = "Decided")
  @RequiresScope(value = Scope.operator, action = "notice.press")
  NoticeActions.State press(
      @PathVariable UUID id,
      @Valid @RequestBody Choice choice,
      Caller caller,
      HttpServletRequest request) {
    NoticeActions.State before = actions(id);
    int action = choice.action();
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
      throw Refusal.conflict(words.closed(before));
    }
    if (choice.event() != null
        && inbox.find(id).filter(shown -> !shown.eventId().equals(choice.event())).isPresent()) {
      throw Refusal.conflict(words.superseded());
    }
    NoticeActions.State now = actions.press(before.notice(), action, caller.name());
    if (now.isOpen(clock.instant())) {
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, words.taken());
    }
    boolean ours = caller.name().equals(now.by()) && Integer.valueOf(action).equals(now.action());
    if (!ours) {
      throw Refusal.conflict(words.closed(now));
    }
    return now;
  }
}
