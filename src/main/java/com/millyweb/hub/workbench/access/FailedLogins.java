package com.millyweb.hub.workbench.access;

import com.millyweb.hub.audit.Audit;
import com.millyweb.hub.http.AddressBlock;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Notes failed logins in the audit: a few a minute and address, so that nobody can fill the disk
 * with them. 256 random bits need no other defence against guessing.
 */
@Component
public final class FailedLogins {
  private static final Logger log = LoggerFactory.getLogger(FailedLogins.class);
  private static final int NOTED = 5;
  private static final int NOTED_FROM_ALL = 60;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Audit audit;
  private final Clock clock;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private Instant windowEnds = Instant.MIN;
  private int noted;

  FailedLogins(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  void record(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    if (!isWorthNoting(AddressBlock.subscriber(address))) {
      return;
    }
    log.warn("Failed login from {}", address);
    try {
      audit.record("unknown", "login", request.getServletPath(), address, "refused", Map.of());
    } catch (DataAccessException e) {
      log.warn("A failed login could not be noted: {}", e.getMessage());
    }
  }

  private synchronized boolean isWorthNoting(String address) {
    Instant now = clock.instant();
    if (now.isAfter(windowEnds)) {
      counts.clear();
      noted = 0;
      windowEnds = now.plus(WINDOW);
    }
    if (noted >= NOTED_FROM_ALL || counts.merge(address, 1, Integer::sum) > NOTED) {
      return false;
    }
    noted++;
    return true;
  }
}
