package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a test of what a flow does with an event now. Nothing is sent. */
final class FlowRecording {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
  private static final String ANYTHING = "*";

  /** What is not known is an empty answer. */
  private static final StubAnswer EMPTY =
      new StubAnswer(ANYTHING, null, null, null, null, null, null);

  private final List<RouteText> texts;
  private final TrialSetting setting;

  FlowRecording(List<RouteText> texts, TrialSetting setting) {
    this.texts = texts;
    this.setting = setting;
  }

  /**
   * @param vars what the flow's variables stand for
   * @throws IOException when the flow cannot be run by a test
   */
  Map<String, Object> of(String name, Map<String, Object> event, Map<String, String> vars)
      throws IOException {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("name", name);
    Object time = event.get("time");
    if (time != null) {
      test.put("now", time);
    }
    if (!vars.isEmpty()) {
      test.put("vars", vars);
    }
    test.put("given", List.of(event));
    Trial trial = trial(test);
    List<Map<String, Object>> once = run(trial);
    // ids and times differ from run to run
    List<Map<String, Object>> again = run(trial);
    List<Map<String, Object>> expected = new ArrayList<>();
    for (int i = 0; i < Math.min(once.size(), again.size()); i++) {
      expected.add(stable(plain(once.get(i)), again.get(i)));
    }
    List<Map<String, Object>> answers = answers(once);
    if (!answers.isEmpty()) {
      test.put("answers", answers);
    }
    test.put("expect", expected);
    return test;
  }

  private static Trial trial(Map<String, Object> written) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>(written);
    map.put("expect", List.of());
    map.put("answers", List.of(Map.of("call", EMPTY.call())));
    try {
      return TrialFile.trial("the recorded test", 1, map);
    } catch (TrialFile.Unreadable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<Map<String, Object>> run(Trial trial) throws IOException {
    try (var run = new TrialRun(trial, texts, setting)) {
      return run.run(
          trial,
          sample -> {
            throw new IllegalStateException("A recorded test has no sample");
          });
    } catch (Exception e) {
      throw new IOException(
          "The flow cannot be run in a test: "
              + ScratchRoutes.reason(e).replace("hub.vars.", "the configuration's hub.vars."),
          e);
    }
  }

  /** Each system that is asked over HTTP must have an answer; a person writes the true one. */
  private static List<Map<String, Object>> answers(List<Map<String, Object>> sent) {
    Set<Object> calls = new LinkedHashSet<>();
    sent.forEach(
        one -> {
          if (String.valueOf(one.get("call")).contains(" http")) {
            calls.add(one.get("call"));
          }
        });
    return calls.stream().map(call -> Map.of("call", call)).toList();
  }

  private static Map<String, Object> plain(Map<String, Object> facts) throws IOException {
    return JSON.readValue(Verdict.text(facts), MAP);
  }

  /** What is the same in both runs; anything where they differ. */
  private static Map<String, Object> stable(Map<String, Object> once, Map<String, Object> again) {
    Map<String, Object> stable = new LinkedHashMap<>();
    once.forEach(
        (key, value) -> {
          Object kept = stable(value, again.get(key));
          if (!(kept instanceof Map<?, ?> map && map.isEmpty())) {
            stable.put(key, kept);
          }
        });
    return stable;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object stable(@Nullable Object once, @Nullable Object again) {
    if (Match.matches(once, again)) {
      return once;
    }
    return once instanceof Map<?, ?> && again instanceof Map<?, ?>
        ? stable((Map<String, Object>) once, (Map<String, Object>) again)
        : ANYTHING;
  }
}
