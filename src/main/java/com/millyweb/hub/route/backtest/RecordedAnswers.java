package com.millyweb.hub.route.backtest;

import com.millyweb.hub.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What other systems really answered to the calls of flows, as far as that was kept. */
@FunctionalInterface
public interface RecordedAnswers {
  /**
   * @param event whose delivery made the call
   * @param call {@code <METHOD> <URL>} of HTTP, else the endpoint as {@code sql:select …}
   * @return null when nothing was kept
   */
  @Nullable Recorded of(Event event, String call);

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body a map, a list or a text
   */
  record Recorded(int status, Map<String, Object> headers, @Nullable Object body) {}
}
