package com.millyweb.hub.model;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A server that runs models. It connects when it is asked for the first time. */
public interface ModelServer {
  /** What the names of its models begin with in the configuration, before a colon. */
  String kind();

  /** How many questions it is asked at once. */
  int places();

  /**
   * @param model as the server calls it
   * @param patience how long the whole answer may take
   * @param listener hears the answer while it comes
   * @throws ModelFailure when there is none
   */
  ModelAnswer ask(String model, ModelQuestion question, Duration patience, AnswerListener listener)
      throws ModelFailure, InterruptedException;

  /**
   * Why some of these models could not be asked now, as far as it can be told without a question;
   * null when they could be.
   */
  @Nullable String trouble(Collection<String> models) throws InterruptedException;
}
