package com.millyweb.hub.model;

import com.millyweb.hub.model.ModelFailure.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer while it comes. Who listens hears each part at once. */
public final class GrowingAnswer {
  /** Characters of text, thinking and arguments together. */
  private static final int MOST = 1 << 20;

  private final String at;
  private final AnswerListener listener;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int length;
  private boolean nameless;

  /**
   * @param at what messages of failures begin with
   */
  public GrowingAnswer(String at, AnswerListener listener) {
    this.at = at;
    this.listener = listener;
  }

  /**
   * @throws ModelFailure when the answer is too long
   */
  public void text(String part) throws ModelFailure {
    if (!part.isEmpty()) {
      grow(part);
      text.append(part);
      listener.text(part);
    }
  }

  /**
   * @throws ModelFailure when the answer is too long
   */
  public void thinking(String part) throws ModelFailure {
    if (!part.isEmpty()) {
      grow(part);
      thinking.append(part);
      listener.thinking(part);
    }
  }

  /**
   * A call that came as a whole.
   *
   * @param id null or empty where the server gives none; one that an earlier call has is replaced
   * @throws ModelFailure when the answer is too long
   */
  public void call(@Nullable String id, String name, String arguments) throws ModelFailure {
    grow(arguments);
    nameless |= name.isBlank();
    calls.add(new ToolCall(unique(id), name, arguments));
  }

  private String unique(@Nullable String given) {
    if (given != null && !given.isBlank() && ids.add(given)) {
      return given;
    }
    int number = calls.size() + 1;
    while (!ids.add("call_" + number)) {
      number++;
    }
    return "call_" + number;
  }

  private void grow(String part) throws ModelFailure {
    length += part.length();
    if (length > MOST) {
      throw new ModelFailure(
          Kind.REFUSED, at + "the answer is longer than %d characters".formatted(MOST), null);
    }
  }

  /**
   * All of it.
   *
   * @param cut whether there was no room for more
   * @throws ModelFailure when it is empty although there was room, or a call names no tool
   */
  public ModelAnswer end(@Nullable Long tokensIn, @Nullable Long tokensOut, boolean cut)
      throws ModelFailure {
    var answer =
        new ModelAnswer(
            text.toString(),
            calls,
            thinking.isEmpty() ? null : thinking.toString(),
            tokensIn,
            tokensOut,
            cut);
    if (nameless) {
      throw ModelFailure.unusable(at + "the model answered with a call that names no tool", answer);
    }
    if (calls.isEmpty() && text.toString().isBlank() && !cut) {
      throw ModelFailure.unusable(
          at + "the model answered with neither text nor calls of tools", answer);
    }
    return answer;
  }
}
