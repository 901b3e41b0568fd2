package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.route.trial.Answers;
import com.millyweb.hub.route.trial.Call;
import com.millyweb.hub.route.trial.StubAnswer;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the calls of a backtest as was recorded, or with nothing, and counts them. */
final class StubbedCalls implements Answers {
  private static final int MOST_NAMES = 50;
  private static final int MOST_CHARACTERS = 200;
  private static final String OTHERS = "other calls";
  private static final String AS_RECORDED = "as recorded";

  /**
   * What a route does with no answer, such as after a message that it sent, is what it did then.
   */
  private static final String WITH_NOTHING = "with nothing";

  private final RecordedAnswers recorded;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();
  private @Nullable Event event;

  StubbedCalls(RecordedAnswers recorded) {
    this.recorded = recorded;
  }

  void of(Event event) {
    this.event = event;
  }

  @Override
  public StubAnswer answer(Call call, boolean needed) {
    if (call.name().startsWith("log:")) {
      return StubAnswer.none(call);
    }
    Event cause = event;
    var known = cause == null ? null : recorded.of(cause, call.name());
    String answered =
        known != null
            ? AS_RECORDED
            : needed
                ? "with an empty 200"
                : call.name().startsWith("sql:") ? "with no rows" : WITH_NOTHING;
    count(shown(call.name()), answered);
    return known == null
        ? StubAnswer.none(call)
        : new StubAnswer(
            call.name(),
            known.status(),
            known.headers(),
            known.body(),
            rows(known.body()),
            null,
            null);
  }

  /** What a statement found, where it was a list. */
  @SuppressWarnings("unchecked")
  private static @Nullable List<Map<String, Object>> rows(@Nullable Object body) {
    return body instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)
        ? (List<Map<String, Object>>) list
        : null;
  }

  private void count(String name, String answered) {
    String key = name + "\n" + answered;
    if (!counts.containsKey(key) && counts.size() >= MOST_NAMES) {
      key = OTHERS + "\nwithout the network";
    }
    answers.putIfAbsent(key, key.substring(key.indexOf('\n') + 1));
    counts.merge(key, 1, Integer::sum);
  }

  /** Without the query: it differs from event to event, and may hold what nobody is to see. */
  private static String shown(String name) {
    String plain = RouteValues.withoutReferences(name);
    int query = plain.startsWith("sql:") ? -1 : plain.indexOf('?');
    return Redaction.instance()
        .redact(Truncate.line(query < 0 ? plain : plain.substring(0, query), MOST_CHARACTERS));
  }

  /** How many calls a route took an empty answer of, where another one may have come then. */
  static int guessed(List<Backtest.Stub> stubs) {
    return stubs.stream()
        .filter(stub -> !Set.of(AS_RECORDED, WITH_NOTHING).contains(stub.answered()))
        .mapToInt(Backtest.Stub::times)
        .sum();
  }

  List<Backtest.Stub> all() {
    List<Backtest.Stub> all = new ArrayList<>();
    counts.forEach(
        (key, times) ->
            all.add(
                new Backtest.Stub(
                    key.substring(0, key.indexOf('\n')), times, String.valueOf(answers.get(key)))));
    return all;
  }
}
