package com.millyweb.hub.workbench.access;

import com.millyweb.hub.workbench.api.OpenApi;
import com.millyweb.hub.workbench.api.RefusalWriter;
import com.millyweb.hub.workbench.api.SessionApi;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody into the API without a token or a session, before it is even looked for what they
 * want.
 */
public final class AuthenticationFilter extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(AuthenticationFilter.class);

  private final Credentials credentials;
  private final FailedLogins failedLogins;
  private final RefusalWriter refusals;

  /**
   * @param refusals in the shape that clients of these addresses read
   */
  public AuthenticationFilter(
      Credentials credentials, FailedLogins failedLogins, RefusalWriter refusals) {
    this.credentials = credentials;
    this.failedLogins = failedLogins;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    if (isOpen(request)) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Caller> caller;
    try {
      caller = credentials.caller(request);
    } catch (DataAccessException e) {
      log.warn("Nobody can be let in while the database does not answer: {}", e.getMessage());
      refusals.unavailable(request, response);
      return;
    }
    if (caller.isEmpty()) {
      boolean presented = credentials.arePresent(request);
      // a session that has run out is no attack
      if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
        failedLogins.record(request);
      }
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          presented ? "Bearer realm=\"hub\", error=\"invalid_token\"" : "Bearer realm=\"hub\"");
      refusals.write(
          request,
          response,
          HttpStatus.UNAUTHORIZED,
          presented
              ? "The token or session is unknown, expired or revoked"
              : "This needs a token: Authorization: Bearer hub_…");
      return;
    }
    if (caller.get().bySession() && !SameOrigin.allows(request)) {
      refusals.write(
          request,
          response,
          HttpStatus.FORBIDDEN,
          "A change by session must come from the hub's own page, with the header "
              + SameOrigin.HEADER);
      return;
    }
    request.setAttribute(Caller.ATTRIBUTE, caller.get());
    chain.doFilter(request, response);
  }

  /** What a browser needs in order to sign in. */
  private static boolean isOpen(HttpServletRequest request) {
    String path = request.getServletPath();
    return (path.equals(SessionApi.PATH) && request.getMethod().equals("POST"))
        || path.equals(OpenApi.PATH);
  }
}
