package com.millyweb.hub.workbench.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Reads who makes a request: from its bearer token, or else from its session cookie. */
@Component
public final class Credentials {
  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Sessions sessions;

  Credentials(Tokens tokens, Sessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  Optional<Caller> caller(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
      String token = bearer(request);
      return token == null ? Optional.empty() : tokens.caller(token);
    }
    return SessionCookie.of(request).flatMap(sessions::caller);
  }

  /** The token itself of a request that has one, good or not. */
  public Optional<String> token(HttpServletRequest request) {
    return Optional.ofNullable(bearer(request));
  }

  boolean arePresent(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) != null
        || SessionCookie.of(request).isPresent();
  }

  /** Null when it is missing, repeated, or of another scheme. */
  private static @Nullable String bearer(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    if (headers.size() != 1 || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    return headers.get(0).substring(SCHEME.length()).strip();
  }
}
