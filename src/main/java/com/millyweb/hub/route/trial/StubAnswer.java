package com.millyweb.hub.route.trial;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the answer of another system.
 *
 * @param call {@code <METHOD> <URL>} of HTTP, else the endpoint as {@code sql:insert into …};
 *     {@code *} stands for anything
 * @param status of HTTP, 200 by default
 * @param rows of SQL
 * @param failure the message of a call that fails
 * @param times how many calls it answers, before the next one that fits does; null for all
 */
public record StubAnswer(
    String call,
    @Nullable Integer status,
    @Nullable Map<String, Object> headers,
    @Nullable Object body,
    @Nullable List<Map<String, Object>> rows,
    @Nullable String failure,
    @Nullable Integer times) {
  public StubAnswer {
    if (call == null || call.isBlank()) {
      throw new IllegalArgumentException("an answer must say to which 'call' it is given");
    }
    if (times != null && times < 1) {
      throw new IllegalArgumentException("'times' must be at least 1, was: " + times);
    }
  }

  /** An empty one. */
  public static StubAnswer none(Call call) {
    return new StubAnswer(call.name(), null, null, null, null, null, null);
  }
}
