package com.millyweb.hub.health;

import jakarta.servlet.http.HttpServletRequest;

/** Decides who sees more than a status on the public pages. Without such a bean nobody does. */
@FunctionalInterface
public interface DetailGate {
  boolean admits(HttpServletRequest request);
}
