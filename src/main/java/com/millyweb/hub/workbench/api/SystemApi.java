package com.millyweb.hub.workbench.api;

import com.millyweb.hub.health.SystemHealth;
import com.millyweb.hub.health.Systems;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How every system is. */
@RestController
@RequestMapping("/api/systems")
@Tag(name = "systems")
public class SystemApi {
  /** A system as the API gives it. */
  @Schema(name = "System")
  public record SystemView(
      String system,
      @Schema(allowableValues = {"up", "degraded", "down", "unknown"}) String status,
      boolean critical,
      @Nullable Instant since,
      @Nullable Instant checkedAt,
      @Nullable String detail) {
    static SystemView of(SystemHealth health) {
      return new SystemView(
          health.system(),
          health.status().text(),
          health.critical(),
          health.since(),
          health.checkedAt(),
          health.detail());
    }
  }

  private final Systems systems;

  SystemApi(Systems systems) {
    this.systems = systems;
  }

  @GetMapping
  @Operation(operationId = "listSystems", summary = "How every system is")
  @RequiresScope(Scope.viewer)
  Listing<SystemView> list() {
    return Listing.all(systems.list().stream().map(SystemView::of).toList());
  }
}
