package com.millyweb.hub.workbench;

import com.millyweb.hub.notify.Inbox;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The inbox: what the hub told people, latest first. */
@RestController
@RequestMapping("/api/notices")
class NoticeApi {
  private final Inbox inbox;

  NoticeApi(Inbox inbox) {
    this.inbox = inbox;
  }

  @GetMapping
  @Allowed(Scope.viewer)
  Listing<Inbox.Entry> list(@Accepts({"cursor", "limit"}) Query query) {
    int limit = query.limit();
    try {
      Inbox.Page page = inbox.page(query.text("cursor"), limit);
      return new Listing<>(page.notices(), page.next());
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("cursor", "must be the 'next' of an earlier page");
    }
  }

  @GetMapping("/{id}")
  @Allowed(Scope.viewer)
  Inbox.Entry show(@PathVariable UUID id) {
    return inbox.find(id).orElseThrow(() -> Refusal.notFound("notice", id));
  }
}
