package com.millyweb.hub.workbench;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Trades a token for a session cookie, and notes it in the audit either way. */
@Component
final class SignIn {
  private final Sessions sessions;
  private final WorkbenchProperties properties;
  private final FailedLogins failedLogins;
  private final Audit audit;

  SignIn(
      Sessions sessions, WorkbenchProperties properties, FailedLogins failedLogins, Audit audit) {
    this.sessions = sessions;
    this.properties = properties;
    this.failedLogins = failedLogins;
    this.audit = audit;
  }

  /** The cookie to set; empty when the token is no good. */
  Optional<String> with(String token, HttpServletRequest request) {
    Optional<String> secret = sessions.open(token.strip());
    if (secret.isEmpty()) {
      failedLogins.record(request);
      return Optional.empty();
    }
    String name = sessions.caller(secret.get()).map(Caller::name).orElse("unknown");
    audit.record(name, "login", request.getServletPath(), request.getRemoteAddr(), "ok", Map.of());
    return Optional.of(SessionCookie.set(request, secret.get(), properties.session()));
  }
}
