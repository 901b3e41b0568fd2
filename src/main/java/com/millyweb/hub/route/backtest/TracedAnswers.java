package com.millyweb.hub.route.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.trace.TraceHistory;
import com.millyweb.hub.event.trace.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The answers that stand in the traces of an event: those that were kept whole, and of the same
 * address. Of several the last one counts, because a flow that failed asked again.
 */
@Component
final class TracedAnswers implements RecordedAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  private final TraceHistory traces;

  /** A backtest asks for the calls of one event after the other. */
  private volatile Known last = new Known(null, List.of());

  private record Known(@Nullable UUID event, List<TraceStep.Call> calls) {}

  TracedAnswers(TraceHistory traces) {
    this.traces = traces;
  }

  @Override
  public @Nullable Recorded of(Event event, String call) {
    Recorded found = null;
    for (TraceStep.Call made : calls(event)) {
      if (made.whole() && isSame(call, made.uri())) {
        found = new Recorded(made.status() == null ? OK : made.status(), Map.of(), body(made));
      }
    }
    return found;
  }

  private List<TraceStep.Call> calls(Event event) {
    Known known = last;
    if (event.id().equals(known.event())) {
      return known.calls();
    }
    List<TraceStep.Call> calls = new ArrayList<>();
    try {
      traces.of(event.id(), event.at()).stream()
          .flatMap(trace -> trace.steps().stream())
          .map(TraceStep::call)
          .forEach(
              call -> {
                if (call != null) {
                  calls.add(call);
                }
              });
    } catch (DataAccessException e) {
      // as if nothing had been kept: the backtest says what was stubbed
    }
    last = new Known(event.id(), calls);
    return calls;
  }

  /**
   * @param made {@code GET https://…}, or an endpoint with its options
   */
  private static boolean isSame(String call, String made) {
    int question = made.startsWith("sql:") ? made.indexOf('?') : -1;
    String kept = question < 0 ? made : made.substring(0, question);
    return call.equals(kept) || encoded(call).equals(kept);
  }

  /** As it went out. */
  private static String encoded(String call) {
    int address = call.indexOf(' ') + 1;
    return call.substring(0, address)
        + UnsafeUriCharactersEncoder.encodeHttpURI(call.substring(address));
  }

  private static @Nullable Object body(TraceStep.Call call) {
    String text = call.answer();
    try {
      return text == null || !text.matches("(?s)\\s*[{\\[].*")
          ? text
          : JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
