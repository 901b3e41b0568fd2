package com.millyweb.hub.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one side says to the other. */
public sealed interface Turn {
  String text();

  /** How the model shall behave. */
  record Instructions(String text) implements Turn {}

  /** What it is asked. */
  record Question(String text) implements Turn {}

  /**
   * What it answered.
   *
   * @param text empty where it only called tools
   * @param calls each of them is followed by one {@link Result}
   * @param thinking what it thought before; servers want it back with the results of its calls
   */
  record Reply(String text, List<ToolCall> calls, @Nullable String thinking) implements Turn {
    public Reply {
      calls = List.copyOf(calls);
    }

    public Reply(String text) {
      this(text, List.of(), null);
    }
  }

  /**
   * What came of a call.
   *
   * @param call the id of the {@link ToolCall}
   */
  record Result(String call, String tool, String text) implements Turn {}
}
