package com.millyweb.hub.workbench.api;

import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.holding.HeldNotice;
import com.millyweb.hub.notify.holding.HeldNotices;
import com.millyweb.hub.notify.holding.Undone;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Notices that wait for a time, in which they may be taken back. */
@RestController
@Tag(name = "notices")
class HeldNoticeApi {
  private final HeldNotices held;
  private final Inbox inbox;

  HeldNoticeApi(HeldNotices held, Inbox inbox) {
    this.held = held;
    this.inbox = inbox;
  }

  @GetMapping("/api/notices/held")
  @Operation(
      operationId = "listHeldNotices",
      summary = "Notices that are held back and can be undone, the next one first, at most 200")
  @RequiresScope(Scope.viewer)
  Listing<HeldNotice> list() {
    return Listing.all(held.list());
  }

  @PostMapping("/api/notices/{id}/undo")
  @Operation(
      operationId = "undoNotice",
      summary = "Take back a notice that is held",
      description =
          "It goes to all of its targets or to none. 409 when it was sent or stopped before.")
  @RequiresScope(value = Scope.operator, action = "notice.undo")
  Undone undo(@PathVariable UUID id, Caller caller) {
    Undone undone =
        held.undo(id, caller.name())
            .orElseThrow(
                () ->
                    inbox.find(id).isPresent()
                        ? Refusal.conflict("Notice '%s' was sent without a hold".formatted(id))
                        : Refusal.notFound("held notice", id));
    if (undone.reason() != null) {
      return undone;
    }
    throw Refusal.conflict(
        undone.sent() > 0
            ? "Notice '%s' was sent already, or is being sent, to %d of its targets"
                .formatted(id, undone.sent())
            : "Notice '%s' is a dead letter: it goes on only when somebody retries it"
                .formatted(id));
  }
}
