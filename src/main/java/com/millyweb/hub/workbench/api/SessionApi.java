package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.Anonymous;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.Credentials;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.SameOrigin;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.SessionCookie;
import com.millyweb.hub.workbench.access.Sessions;
import com.millyweb.hub.workbench.access.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out of the pages. */
@RestController
@RequestMapping(SessionApi.PATH)
public class SessionApi {
  public static final String PATH = "/api/session";

  record Login(@Nullable String token) {}

  record Session(String name, Scope scope, @Nullable OffsetDateTime expiresAt) {}

  /**
   * @param path what follows the hub's address in the link
   */
  record Link(String path, OffsetDateTime expiresAt) {}

  private final SignIn signIn;
  private final Sessions sessions;
  private final Credentials credentials;

  SessionApi(SignIn signIn, Sessions sessions, Credentials credentials) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.credentials = credentials;
  }

  /** Only a token makes links: a session would live for ever by them. */
  @PostMapping("/links")
  @ResponseStatus(HttpStatus.CREATED)
  @RequiresScope(value = Scope.viewer, action = "session.link")
  Link link(HttpServletRequest request) {
    String token =
        credentials
            .token(request)
            .orElseThrow(
                () ->
                    new Refusal(
                        HttpStatus.FORBIDDEN, "A link is made with a token, not with a session"));
    Sessions.Link made = sessions.link(token);
    return new Link("/?code=" + made.code(), made.expiresAt());
  }

  @GetMapping
  @RequiresScope(Scope.viewer)
  Session show(Caller caller, HttpServletRequest request) {
    OffsetDateTime expiresAt =
        caller.bySession()
            ? SessionCookie.of(request).flatMap(sessions::expiry).orElse(null)
            : null;
    return new Session(caller.name(), caller.scope(), expiresAt);
  }

  @PostMapping
  @Anonymous
  ResponseEntity<Void> open(@Body Login login, HttpServletRequest request) {
    if (!SameOrigin.isFromHere(request)) {
      throw new Refusal(HttpStatus.FORBIDDEN, "Only the hub's own page may sign in");
    }
    String cookie =
        signIn
            .with(login.token() == null ? "" : login.token(), request)
            .orElseThrow(
                () ->
                    new Refusal(
                        HttpStatus.UNAUTHORIZED, "The token is unknown, expired or revoked"));
    return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie).build();
  }

  @DeleteMapping
  @RequiresScope(value = Scope.viewer, action = "logout")
  ResponseEntity<Void> close(HttpServletRequest request) {
    SessionCookie.of(request).ifPresent(sessions::close);
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.clear(request))
        .build();
  }
}
