package com.millyweb.hub.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model said.
 *
 * @param calls the tools that it wants to run before it goes on
 * @param thinking what it thought before; null where the server does not tell
 * @param tokensIn what the question counted; null when the server does not say
 * @param cut whether it ended because there was no more room, and not because all was said
 */
public record ModelAnswer(
    String text,
    List<ToolCall> calls,
    @Nullable String thinking,
    @Nullable Long tokensIn,
    @Nullable Long tokensOut,
    boolean cut) {
  public ModelAnswer {
    calls = List.copyOf(calls);
  }

  /** An answer that calls no tool. */
  public ModelAnswer(String text, @Nullable Long tokensIn, @Nullable Long tokensOut, boolean cut) {
    this(text, List.of(), null, tokensIn, tokensOut, cut);
  }

  /** As a turn of the conversation. */
  public Turn.Reply turn() {
    return new Turn.Reply(text, calls, thinking);
  }
}
