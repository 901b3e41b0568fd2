package com.millyweb.hub.ingress;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A door says no. The answer tells the sender what it may know, the reason is for the log. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is refused: the status of the answer, and the label in metrics. */
  public enum Reason {
    UNAUTHENTICATED(401, "Unauthorized", "The request could not be authenticated."),
    NO_SOURCE(404, "Not Found", "There is no such source."),
    TOO_LARGE(413, "Content Too Large", "The body is larger than the source may send."),
    MEDIA_TYPE(415, "Unsupported Media Type", "The source does not send this type of content."),
    METHOD(405, "Method Not Allowed", "The source is asked with POST."),
    TOO_SLOW(408, "Request Timeout", "The body did not come in time."),
    MALFORMED(400, "Bad Request", "The request could not be parsed."),
    RATE(429, "Too Many Requests", "The source sends more than it may."),
    RATE_LATER(503, "Service Unavailable", "The source sends more than it may."),
    BUSY(503, "Service Unavailable", "The hub has no room for the request now."),
    UNAVAILABLE(503, "Service Unavailable", "The event could not be stored now."),
    FAILED(500, "Internal Server Error", "The hub failed.");

    final int status;
    final String title;
    final String detail;

    Reason(int status, String title, String detail) {
      this.status = status;
      this.title = title;
      this.detail = detail;
    }

    /** The reason as metrics and log lines write it. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Reason reason;
  private final transient @Nullable Duration retryAfter;

  private Refused(Reason reason, String why, @Nullable Duration retryAfter) {
    this(reason, why, retryAfter, null);
  }

  private Refused(
      Reason reason, String why, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(why, cause, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public static Refused unauthenticated(String why) {
    return new Refused(Reason.UNAUTHENTICATED, why, null);
  }

  static Refused noSource() {
    return new Refused(Reason.NO_SOURCE, "no such source", null);
  }

  public static Refused tooLarge(long limit) {
    return new Refused(Reason.TOO_LARGE, "more than " + limit + " bytes", null);
  }

  public static Refused mediaType(String why) {
    return new Refused(Reason.MEDIA_TYPE, why, null);
  }

  static Refused method() {
    return new Refused(Reason.METHOD, "method other than POST", null);
  }

  public static Refused tooSlow(String why) {
    return new Refused(Reason.TOO_SLOW, why, null);
  }

  public static Refused malformed(String why) {
    return new Refused(Reason.MALFORMED, why, null);
  }

  static Refused rate(String whose, Duration wait) {
    return new Refused(Reason.RATE, "rate limit of the " + whose, wait);
  }

  /** As {@link #rate}, for senders that repeat after a 503 and not after a 429. */
  static Refused later(String whose, Duration wait) {
    return new Refused(Reason.RATE_LATER, "rate limit of the " + whose, wait);
  }

  public static Refused busy(String why) {
    return new Refused(Reason.BUSY, why, Duration.ofSeconds(1));
  }

  static Refused unavailable(String why) {
    return new Refused(Reason.UNAVAILABLE, why, Duration.ofSeconds(5));
  }

  static Refused failed(String why, @Nullable Throwable cause) {
    return new Refused(Reason.FAILED, why, null, cause);
  }

  public Reason reason() {
    return reason;
  }

  public Answer answer() {
    return Answer.problem(reason.status, reason.title, reason.detail, retryAfter);
  }
}
