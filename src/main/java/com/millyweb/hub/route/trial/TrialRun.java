package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.notify.RecordedChannels;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs one test: the routes, the events, and what they sent. */
final class TrialRun implements AutoCloseable, Rehearsal.Heard {
  private static final Pattern SECRET = Pattern.compile("\\{\\{secrets\\.([\\w.-]+)");
  private static final String SOURCE = "test";
  private static final int MOST_EVENTS = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Map<String, Object>> sent = new ArrayList<>();
  private final Rehearsal rehearsal;
  private int events;

  /**
   * @param texts the files of policies and those under test
   */
  TrialRun(Trial trial, List<RouteText> texts, TrialSetting setting) throws Exception {
    rehearsal =
        new Rehearsal(
            texts,
            new Rehearsal.Stage(
                setting.beans(),
                setting.reach(),
                RouteValues.given(trial.vars(), secrets(texts)),
                new RecordedChannels(),
                new GivenAnswers(trial.answers(), sent),
                setting.isHttpOption()),
            any -> true,
            this);
    if (trial.now() != null) {
      rehearsal.begin(trial.now());
    }
  }

  private static Set<String> secrets(List<RouteText> texts) {
    Set<String> names = new TreeSet<>();
    for (RouteText text : texts) {
      SECRET.matcher(text.content()).results().forEach(found -> names.add(found.group(1)));
    }
    return names;
  }

  /** Lets the steps happen and tells what went out, in its order. */
  List<Map<String, Object>> run(Trial trial, Samples samples) {
    for (Trial.Step step : trial.given()) {
      if (step.event() != null) {
        rehearsal.take(event(step, samples));
      } else if (step.after() != null) {
        rehearsal.pass(rehearsal.now().plus(step.after()));
      } else {
        rehearsal.takeFailedAgain();
      }
    }
    return sent;
  }

  /** The text of a file beside the test. */
  @FunctionalInterface
  interface Samples {
    String read(String name);
  }

  @Override
  public void taking(Event event) {
    if (++events > MOST_EVENTS) {
      throw new IllegalStateException(
          "More than %d events followed from each other".formatted(MOST_EVENTS));
    }
  }

  @Override
  public void sent(NewEvent event, Event cause, boolean duplicate) {
    Map<String, Object> facts = Sent.facts(event);
    if (duplicate) {
      facts.put("duplicate", true);
    }
    sent.add(facts);
  }

  @Override
  public void cancelled(Cancel cancel) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", cancel.type());
    facts.put("cancel", cancel.key());
    sent.add(facts);
  }

  @Override
  public void failed(
      Event cause, String route, Exception failure, @Nullable String file, int line) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("failure", ScratchRoutes.reason(failure));
    facts.put("route", route);
    facts.put("of", cause.type());
    sent.add(facts);
  }

  private Event event(Trial.Step step, Samples samples) {
    boolean text = step.text() != null;
    byte[] data = text ? step.text().getBytes(StandardCharsets.UTF_8) : json(step, samples);
    NewEvent event =
        new NewEvent(
            String.valueOf(step.event()),
            step.source() == null ? source(String.valueOf(step.event())) : step.source(),
            step.subject(),
            step.time(),
            step.key(),
            text ? "text/plain" : "application/json",
            data,
            null,
            null,
            null);
    return rehearsal.stored(event, null);
  }

  private static String source(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? SOURCE : type.substring(0, dot);
  }

  private static byte[] json(Trial.Step step, Samples samples) {
    if (step.sample() != null) {
      return samples.read(step.sample()).getBytes(StandardCharsets.UTF_8);
    }
    try {
      return JSON.writeValueAsBytes(step.data());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("'data' cannot be written as JSON", e);
    }
  }

  @Override
  public void close() {
    rehearsal.close();
  }
}
