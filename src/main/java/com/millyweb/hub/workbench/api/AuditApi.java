package com.millyweb.hub.workbench.api;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
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
    return Listing.numbered(
        audit.before(query.number("cursor", Long.MAX_VALUE), query.limit() + 1),
        query.limit(),
        Audit.Entry::id);
  }
}
