package com.millyweb.hub.workbench.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Tells a change that a page of the hub asked for from one that another page made a browser send. A
 * cookie is the same for all ports of a host and, for SameSite, all hosts of a domain: what else
 * runs in a homelab must not ride on it.
 */
public final class SameOrigin {
  /** No page of another origin can send it without a preflight, which the hub never answers. */
  static final String HEADER = "X-Hub-Page";

  private static final Set<String> READING = Set.of("GET", "HEAD");

  private SameOrigin() {}

  static boolean allows(HttpServletRequest request) {
    return READING.contains(request.getMethod())
        || (request.getHeader(HEADER) != null && isFromHere(request));
  }

  /** Whether the browser says that the request comes from this origin, or says nothing. */
  public static boolean isFromHere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return true;
    }
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
