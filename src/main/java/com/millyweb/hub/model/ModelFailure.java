package com.millyweb.hub.model;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model gave no answer; the message says of which server, and what to do about it. */
public final class ModelFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final @Nullable Duration wait;
  private final transient @Nullable ModelAnswer answer;

  public ModelFailure(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, message, cause, null, null);
  }

  private ModelFailure(
      Kind kind,
      String message,
      @Nullable Throwable cause,
      @Nullable Duration wait,
      @Nullable ModelAnswer answer) {
    super(message, cause);
    this.kind = kind;
    this.wait = wait;
    this.answer = answer;
  }

  /**
   * A server that asks for time.
   *
   * @param wait how long
   */
  public static ModelFailure busy(String message, Duration wait) {
    return new ModelFailure(Kind.BUSY, message, null, wait, null);
  }

  /** A server that is left alone for a while. */
  static ModelFailure resting(String message, Duration wait) {
    return new ModelFailure(Kind.RESTING, message, null, wait, null);
  }

  /** An answer that came as a whole and is of no use; its tokens are spent. */
  static ModelFailure unusable(String message, ModelAnswer answer) {
    return new ModelFailure(Kind.UNUSABLE, message, null, null, answer);
  }

  /** The same, and what led to it. */
  ModelFailure withMessage(String message) {
    return new ModelFailure(kind, message, getCause(), wait, answer);
  }

  public Kind kind() {
    return kind;
  }

  /** How long to wait before the next question; null when that is not known. */
  public @Nullable Duration delay() {
    return wait;
  }

  /** The answer that is of no use; null when there was none. */
  @Nullable ModelAnswer answer() {
    return answer;
  }

  /** What went wrong; also the label of the metric. */
  public enum Kind {
    /** The server has too much to do. */
    BUSY,
    /** It failed several times in a row, and is left alone for a while. */
    RESTING,
    /** It cannot be reached, or did not begin to answer. */
    AWAY,
    /** It began to answer and did not end, or what came cannot be read. */
    BROKEN,
    /** The model's answer came as a whole, and says nothing that anybody can use. */
    UNUSABLE,
    /** It does not have the model. */
    MISSING,
    /** The question has more tokens than the model takes. */
    TOO_LONG,
    /** It says no, and will say it again. */
    REFUSED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the same question may be answered at once by the same server. */
    boolean isWorthAnotherTry() {
      return isBreakdown() || this == UNUSABLE;
    }

    /** Whether the server itself failed: one that answered is there for all other questions. */
    boolean isBreakdown() {
      return this == AWAY || this == BROKEN;
    }

    /** Whether it is the trouble of the server or its model, and not the question's. */
    boolean isOfTheServer() {
      return this != TOO_LONG && this != REFUSED;
    }

    /** Whether asking later may help. */
    public boolean passes() {
      return isOfTheServer() && this != MISSING && this != UNUSABLE;
    }
  }
}
