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
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out of the pages. */
@RestController
@RequestMapping(SessionApi.PATH)
@Tag(name = "session")
public class SessionApi {
  public static final String PATH = "/api/session";

  record Login(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String token) {}

  record Session(String name, Scope scope, @Nullable OffsetDateTime expiresAt) {}

  /**
   * @param path what follows the hub's address in the link
   */
  record SignInLink(String path, OffsetDateTime expiresAt) {}

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
  @Operation(
      operationId = "makeSignInLink",
      summary = "Make a link that signs a browser in, once",
      description = "With the right of the token that asks; a session cannot ask.")
  @ApiResponse(responseCode = "201", description = "What follows the hub's address in the link")
  @ResponseStatus(HttpStatus.CREATED)
  @RequiresScope(value = Scope.viewer, action = "session.link")
  SignInLink link(HttpServletRequest request) {
    String token =
        credentials
            .token(request)
            .orElseThrow(
                () ->
                    new Refusal(
                        HttpStatus.FORBIDDEN, "A link is made with a token, not with a session"));
    Sessions.Link made = sessions.link(token);
    return new SignInLink("/?code=" + made.code(), made.expiresAt());
  }

  @GetMapping
  @Operation(operationId = "showSession", summary = "Who I am")
  @RequiresScope(Scope.viewer)
  Session show(Caller caller, HttpServletRequest request) {
    OffsetDateTime expiresAt =
        caller.bySession()
            ? SessionCookie.of(request).flatMap(sessions::expiry).orElse(null)
            : null;
    return new Session(caller.name(), caller.scope(), expiresAt);
  }

  @PostMapping
  @Operation(operationId = "openSession", summary = "Trade a token for a session cookie")
  @ApiResponse(responseCode = "204", description = "Done")
  @Anonymous
  ResponseEntity<Void> open(@RequestBody Login login, HttpServletRequest request) {
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
  @Operation(operationId = "closeSession", summary = "End the session")
  @ApiResponse(responseCode = "204", description = "Done")
  @RequiresScope(value = Scope.viewer, action = "logout")
  ResponseEntity<Void> close(HttpServletRequest request) {
    SessionCookie.of(request).ifPresent(sessions::close);
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, SessionCookie.clear(request))
        .build();
  }
}
