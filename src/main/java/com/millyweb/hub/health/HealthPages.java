package com.millyweb.hub.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The public pages: a status for everybody, what is wrong only for those whom the gate admits. */
@RestController
final class HealthPages {
  private final Systems systems;
  private final Readiness readiness;
  private final ObjectProvider<DetailGate> gate;

  HealthPages(Systems systems, Readiness readiness, ObjectProvider<DetailGate> gate) {
    this.systems = systems;
    this.readiness = readiness;
    this.gate = gate;
  }

  @GetMapping("/healthz")
  ResponseEntity<Answer> alive() {
    return answer(HttpStatus.OK, new Answer("up", null));
  }

  @GetMapping("/readyz")
  ResponseEntity<Answer> ready() {
    String obstacle = readiness.obstacle();
    return obstacle == null
        ? answer(HttpStatus.OK, new Answer("ready", null))
        : answer(HttpStatus.SERVICE_UNAVAILABLE, new Answer("unavailable", obstacle));
  }

  @GetMapping("/health")
  ResponseEntity<Overview> all(HttpServletRequest request) {
    boolean detail = seesDetail(request);
    List<Page> pages = systems.list().stream().map(system -> Page.of(system, detail)).toList();
    return answer(HttpStatus.OK, new Overview(systems.overall().text(), pages));
  }

  @GetMapping("/health/{system}")
  ResponseEntity<Page> one(@PathVariable String system, HttpServletRequest request) {
    return systems
        .find(system)
        .map(found -> answer(HttpStatus.OK, Page.of(found, seesDetail(request))))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such system"));
  }

  private boolean seesDetail(HttpServletRequest request) {
    DetailGate gate = this.gate.getIfAvailable();
    return gate != null && gate.admits(request);
  }

  private static <T> ResponseEntity<T> answer(HttpStatus status, T body) {
    return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(body);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(String status, @Nullable String reason) {}

  record Overview(String status, List<Page> systems) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(
      String system,
      String status,
      @Nullable Instant since,
      boolean critical,
      @Nullable Instant checkedAt,
      @Nullable String detail) {
    static Page of(SystemHealth health, boolean detail) {
      return new Page(
          health.system(),
          health.status().text(),
          health.since(),
          health.critical(),
          health.checkedAt(),
          detail ? health.detail() : null);
    }
  }
}
