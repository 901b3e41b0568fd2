package com.millyweb.hub.workbench.access;

import com.millyweb.hub.audit.Audit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Trades a token, or the code of a link, for a session cookie, and notes it in the audit either
 * way.
 */
@Component
public final class SignIn {
  private final Sessions sessions;
  private final SessionProperties properties;
  private final FailedLogins failedLogins;
  private final Audit audit;

  SignIn(Sessions sessions, SessionProperties properties, FailedLogins failedLogins, Audit audit) {
    this.sessions = sessions;
    this.properties = properties;
    this.failedLogins = failedLogins;
    this.audit = audit;
  }

  /** The cookie to set; empty when the token is no good. */
  public Optional<String> with(String token, HttpServletRequest request) {
    return noted(sessions.open(token.strip()), "login", request);
  }

  /** The same for the code of a link, which is good once. */
  public Optional<String> withCode(String code, HttpServletRequest request) {
    return noted(sessions.openByCode(code.strip()), "login.link", request);
  }

  private Optional<String> noted(
      Optional<String> secret, String action, HttpServletRequest request) {
    if (secret.isEmpty()) {
      failedLogins.record(request);
      return Optional.empty();
    }
    String name = sessions.caller(secret.get()).map(Caller::name).orElse("unknown");
    audit.record(name, action, request.getServletPath(), request.getRemoteAddr(), "ok", Map.of());
    return Optional.of(SessionCookie.set(request, secret.get(), properties.session()));
  }
}
