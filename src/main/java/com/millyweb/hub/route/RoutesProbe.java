package com.millyweb.hub.route;

import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.route.RouteFile.State;
import com.millyweb.hub.route.check.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Whether every route file runs as it stands in the folder. */
@Component
final class RoutesProbe implements HealthProbe {
  private static final Set<State> AMISS =
      Set.of(State.REFUSED, State.QUARANTINED, State.UNREADABLE);

  private final ObjectProvider<RouteFiles> files;

  RoutesProbe(ObjectProvider<RouteFiles> files) {
    this.files = files;
  }

  @Override
  public String system() {
    return "routes";
  }

  @Override
  public Status probe() {
    List<RouteFile> amiss =
        files.getObject().all().stream().filter(file -> AMISS.contains(file.state())).toList();
    return amiss.isEmpty()
        ? Status.up()
        : Status.degraded(
            amiss.stream().map(RoutesProbe::describe).collect(Collectors.joining("; ")));
  }

  /** It looks into memory only. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  private static String describe(RouteFile file) {
    String why =
        file.problems().stream()
            .filter(Problem::isError)
            .findFirst()
            .map(Problem::toString)
            .orElse("");
    return "%s %s: %s".formatted(file.file(), file.state().name().toLowerCase(Locale.ROOT), why);
  }
}
