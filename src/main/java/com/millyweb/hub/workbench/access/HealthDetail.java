package com.millyweb.hub.workbench.access;

import com.millyweb.hub.health.DetailGate;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Shows on the public health pages what is wrong, to whoever sees content ({@link ContentRule}).
 */
@Component
public final class HealthDetail implements DetailGate {
  private final Credentials credentials;

  HealthDetail(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Without a database nobody but the administrator's token is known; the page still answers. */
  @Override
  public boolean admits(HttpServletRequest request) {
    try {
      return credentials
          .caller(request)
          .filter(caller -> !ContentRule.isMaskedFor(caller))
          .isPresent();
    } catch (DataAccessException e) {
      return false;
    }
  }
}
