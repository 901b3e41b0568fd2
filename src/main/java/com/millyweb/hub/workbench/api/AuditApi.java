package com.millyweb.hub.workbench.api;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@RequestMapping("/api/audit")
@Tag(name = "audit")
class AuditApi {
  private final Audit audit;

  AuditApi(Audit audit) {
    this.audit = audit;
  }

  @GetMapping
  @Operation(operationId = "listAudit", summary = "Who changed what, newest first")
  @RequiresScope(Scope.admin)
  Listing<Audit.Entry> list(@Valid PageQuery page) {
    return Listing.of(page, this::read);
  }

  private Page<Audit.Entry> read(@Nullable Cursor after, int limit) {
    long before = after == null ? Long.MAX_VALUE : after.number();
    return Page.of(
        audit.before(before, limit + 1),
        limit,
        last -> new Cursor(last.at(), String.valueOf(last.id())));
  }
}
