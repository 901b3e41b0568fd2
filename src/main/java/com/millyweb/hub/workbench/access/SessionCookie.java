package com.millyweb.hub.workbench.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;

/**
 * The cookie of a session. Behind TLS its name begins with {@code __Host-}, so that no other host
 * or plain-text page of the domain can set it; on plain HTTP, which only loopback should see,
 * browsers would not keep such a cookie.
 */
public final class SessionCookie {
  private static final String PLAIN = "hub_session";
  private static final String SECURE = "__Host-hub_session";

  private SessionCookie() {}

  public static Optional<String> of(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    String name = isSecure(request) ? SECURE : PLAIN;
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(name) && !cookie.getValue().isEmpty()) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  static String set(HttpServletRequest request, String secret, Duration age) {
    boolean secure = isSecure(request);
    return ResponseCookie.from(secure ? SECURE : PLAIN, secret)
        .httpOnly(true)
        .secure(secure)
        .sameSite("Strict")
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }

  public static String clear(HttpServletRequest request) {
    return set(request, "", Duration.ZERO);
  }

  /** A trusted proxy that speaks TLS for the hub makes its requests secure. */
  private static boolean isSecure(HttpServletRequest request) {
    return request.isSecure();
  }
}
