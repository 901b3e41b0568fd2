package com.millyweb.hub.model;

/** Hears an answer while it comes. Called on the thread that asks; it must not wait. */
public interface AnswerListener {
  AnswerListener NOBODY = part -> {};

  /** The next piece of the text. */
  void text(String part);

  /** The next piece of what it thinks before it answers. */
  default void thinking(String part) {}

  /** What came so far does not count: the question is asked again, of this model or another. */
  default void again() {}
}
