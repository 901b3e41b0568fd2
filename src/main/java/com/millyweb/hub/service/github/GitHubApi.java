package com.millyweb.hub.service.github;

import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.ingress.IngressProperties.CatchUpProperties;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's REST API, and when it wants to be <a
 * href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">left
 * alone</a>.
 */
final class GitHubApi {
  /** Enough to read 25 MB and what stands around them. */
  static final int MOST_BYTES = 32 << 20;

  /** What the token may not do now, it may hardly do in a minute. */
  private static final Duration REFUSED_PAUSE = Duration.ofHours(1);

  private static final Duration LIMITED_PAUSE = Duration.ofMinutes(1);

  private final OutgoingHttp http;
  private final CatchUpProperties properties;
  private final Clock clock;

  GitHubApi(OutgoingHttp http, CatchUpProperties properties, Clock clock) {
    this.http = http;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Asks for what is at a path below the API's root.
   *
   * @throws Paused when GitHub is not to be asked again at once
   * @throws IOException when it did not answer 200
   */
  Answer get(String path) throws IOException {
    Answer answer =
        http.send(
            "GET",
            HttpUrl.below(properties.baseUrl(), "/" + path),
            null,
            null,
            Map.of(
                "Accept",
                "application/vnd.github+json",
                "X-GitHub-Api-Version",
                "2022-11-28",
                "Authorization",
                "Bearer " + properties.token().reveal()));
    if (answer.status() != 200) {
      throw failure(path, answer);
    }
    return answer;
  }

  private IOException failure(String path, Answer answer) {
    int status = answer.status();
    String message = "GitHub answered %d for %s".formatted(status, path);
    Duration wait = limit(answer);
    if (wait != null) {
      return new Paused(message + ": rate limit", status, wait);
    }
    return switch (status) {
      case 401 -> new Paused(message + ": the token is wrong or expired", status, REFUSED_PAUSE);
      case 403, 404 ->
          new Paused(
              message + ": no such webhook, or the token may not read webhooks",
              status,
              REFUSED_PAUSE);
      case 429 -> new Paused(message, status, LIMITED_PAUSE);
      default -> new IOException(message);
    };
  }

  /** How long GitHub wants to be left alone; null when it does not say so. */
  private @Nullable Duration limit(Answer answer) {
    if (answer.status() != 403 && answer.status() != 429) {
      return null;
    }
    Map<String, String> headers = answer.headers();
    Duration retryAfter = RetryAfter.read(headers.get("Retry-After"), clock.instant());
    Long reset = number(headers.get("X-RateLimit-Reset"));
    Duration wait;
    if (retryAfter != null) {
      wait = retryAfter;
    } else if ("0".equals(headers.get("X-RateLimit-Remaining")) && reset != null) {
      wait = Duration.between(clock.instant(), Instant.ofEpochSecond(reset)).plusSeconds(1);
    } else {
      return null;
    }
    return wait.compareTo(REFUSED_PAUSE) > 0 ? REFUSED_PAUSE : wait;
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,11}") ? Long.valueOf(text) : null;
  }

  /** GitHub is to be left alone for a while. */
  static final class Paused extends IOException {
    private static final long serialVersionUID = 1;

    final int status;
    final transient Duration pause;

    Paused(String message, int status, Duration pause) {
      super(message);
      this.status = status;
      this.pause = pause;
    }
  }
}
