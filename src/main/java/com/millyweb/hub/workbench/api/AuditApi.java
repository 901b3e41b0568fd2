package com.millyweb.hub.workbench.api;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@RequestMapping("/api/audit")
class AuditApi {
  private final Audit audit;

  AuditApi(Audit audit) {
    this.audit = audit;
  }

  @GetMapping
  @RequiresScope(Scope.admin)
  Listing<Audit.Entry> list(@Accepts({"cursor", "limit"}) Query query) {
    return Listing.of(() -> page(query.cursor(), query.limit()));
  }

  private Page<Audit.Entry> page(@Nullable Cursor after, int limit) {
    long before = after == null ? Long.MAX_VALUE : after.number();
    return Page.of(
        audit.before(before, limit + 1),
        limit,
        last -> new Cursor(last.at(), String.valueOf(last.id())));
  }
}
