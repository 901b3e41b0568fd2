package com.millyweb.hub.notify.sending;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.http.PassingStatus;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.SendFailed;
import com.millyweb.hub.text.Truncate;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from an HTTP status, for every medium alike. */
public final class HttpStatusPolicy {
  /** For a 429 that does not say how long. */
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

  /** Of the request itself: bad, too large, of a wrong type, not processable. */
  private static final Set<Integer> OF_THE_MESSAGE = Set.of(400, 413, 415, 422);

  private static final int MAX_QUOTE = 200;

  private final Clock clock;

  public HttpStatusPolicy(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns for a 2xx.
   *
   * @throws RetryAfter for 429, and for 503 that says when
   * @throws MessageRefused when another message may do
   * @throws PermanentFailure for what will not change by itself
   * @throws SendFailed for what may
   */
  public void require2xx(String medium, Answer answer) throws SendFailed {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return;
    }
    String message = said(medium, answer);
    String header = answer.headers().get("Retry-After");
    if (status == 429 || status == 503 && asked(header) != null) {
      throw new RetryAfter(pause(header), message);
    }
    if (PassingStatus.is(status)) {
      throw new SendFailed(message, null);
    }
    if (OF_THE_MESSAGE.contains(status)) {
      throw new MessageRefused(message, null);
    }
    throw new PermanentFailure(message, null);
  }

  /**
   * The same for a service that says no in JSON: any other 3xx or 4xx is of something in between,
   * such as a proxy or a page to sign in, and may pass.
   */
  public void require2xx(String medium, Answer answer, AnswerJson said) throws SendFailed {
    int status = answer.status();
    if (status >= 300 && status < 500 && status != 429 && !said.isWhole()) {
      throw new SendFailed(said("Something before " + medium, answer), null);
    }
    require2xx(medium, answer);
  }

  /** What was asked for, or a while when nothing was, or nothing readable. */
  public Duration pause(@Nullable String retryAfter) {
    Duration asked = asked(retryAfter);
    return asked == null ? DEFAULT_PAUSE : asked;
  }

  /** Null when nothing was asked for, or nothing readable. */
  public @Nullable Duration asked(@Nullable String retryAfter) {
    return RetryAfter.read(retryAfter, clock.instant());
  }

  public static String quote(String text) {
    return Truncate.to(text.strip().replaceAll("\\s+", " "), MAX_QUOTE);
  }

  /** What the service said, for people. */
  public static String said(String who, Answer answer) {
    return "%s answered %d: %s".formatted(who, answer.status(), quote(answer.text()));
  }
}
