package com.millyweb.hub.model;

/** Hears an answer while it comes. Called on the thread that asks; it must not wait. */
public interface AnswerListener {
  AnswerListener NOBODY = part -> {};

  /** The next piece of the text. */
  void text(String part);

  /** The next piece of what it thinks before it answers. */
  default void thinking(String part) {}

  /** The answer broke off, and another one begins from the start. */
  default void again() {}
}
