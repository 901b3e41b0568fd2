package com.millyweb.hub.workbench.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param bySession whether a browser's cookie says so; a cookie is sent without being asked, so its
 *     changes need proof that a page of the hub sent them
 */
public record Caller(String name, Scope scope, boolean bySession) {
  /** Name of the request attribute that carries it. */
  static final String ATTRIBUTE = "hub.caller";

  /** The name of whoever has the administrator's token from the configuration. */
  public static final String ADMINISTRATOR = "administrator";

  /** Whom the filter let in; null where it is not asked. */
  public static @Nullable Caller of(HttpServletRequest request) {
    return (Caller) request.getAttribute(ATTRIBUTE);
  }
}
