package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.service.docker.UpdateCheck.Unfit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Judges the new container of an update by what the engine says of it.
 *
 * @param patience how long it may take to be healthy, at the least
 * @param settle how long one without a health check must run
 */
record NewContainer(Duration patience, Duration settle) {
  /** Of health checks that say nothing of their own. */
  private static final long USUAL_INTERVAL = Duration.ofSeconds(30).toNanos();

  private static final int USUAL_RETRIES = 3;

  /**
   * Why it is well; null while that is not known.
   *
   * @param waited since it is looked at
   * @throws Unfit when it is not well, or not soon enough
   */
  @Nullable String well(JsonNode container, Duration waited) throws Unfit {
    JsonNode state = container.path("State");
    String exit = "exit code %d".formatted(state.path("ExitCode").asInt());
    if (container.path("RestartCount").asInt() > 0 || state.path("Restarting").asBoolean()) {
      throw new Unfit(
          "The new container ended with %s and was restarted by its policy".formatted(exit));
    }
    if (!state.path("Running").asBoolean()) {
      throw new Unfit("The new container ended with " + exit);
    }
    return switch (state.at("/Health/Status").asText("")) {
      case "healthy" -> "The new container is healthy";
      case "unhealthy" -> throw new Unfit("The health check of the new container fails");
      case "starting" -> starting(container.at("/Config/Healthcheck"), waited);
      default ->
          waited.compareTo(settle) < 0
              ? null
              : "The new container has run for %s".formatted(words(settle));
    };
  }

  private @Nullable String starting(JsonNode check, Duration waited) throws Unfit {
    Duration longest = longest(check);
    if (waited.compareTo(longest) > 0) {
      throw new Unfit("The new container was not healthy within " + words(longest));
    }
    return null;
  }

  /** At least until the engine itself would say that a container is not healthy. */
  private Duration longest(JsonNode check) {
    long interval = check.path("Interval").asLong();
    long retries = check.path("Retries").asLong();
    Duration checks =
        Duration.ofNanos(interval == 0 ? USUAL_INTERVAL : interval)
            .multipliedBy((retries == 0 ? USUAL_RETRIES : retries) + 1);
    Duration said = Duration.ofNanos(check.path("StartPeriod").asLong()).plus(checks);
    return said.compareTo(patience) > 0 ? said : patience;
  }

  private static String words(Duration duration) {
    return duration.toMinutes() > 0 && duration.toSecondsPart() == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
