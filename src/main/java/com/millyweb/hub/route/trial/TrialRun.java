package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.notify.RecordedChannels;
import com.millyweb.hub.route.check.ScratchContext;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs one test: a context of its own, the routes, the events, and what they sent. */
final class TrialRun implements AutoCloseable {
  private static final Pattern SECRET = Pattern.compile("\\{\\{secrets\\.([\\w.-]+)");
  private static final String SOURCE = "test";
  private static final int MOST_EVENTS = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrialClock clock = new TrialClock();
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final Attached attached = new Attached();
  private final List<Map<String, Object>> sent = new ArrayList<>();
  private final ScratchContext context;

  /** What is to come later, in the order of its time. */
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparing(Later::due).thenComparing(Later::number));

  /** Of what the routes sent; a key that is known makes an event a duplicate. */
  private final Set<String> keys = new HashSet<>();

  private int events;
  private int delayed;

  private record Later(Instant due, int number, Event event) {}

  /**
   * @param texts the files of policies and those under test
   */
  TrialRun(Trial trial, List<RouteText> texts, TrialSetting setting) throws Exception {
    if (trial.now() != null) {
      clock.set(trial.now());
    }
    var beans = new TrialBeans(setting.beans(), clock, attached, new RecordedChannels());
    context =
        new TrialContext(
            new Capabilities(
                RouteValues.given(trial.vars(), secrets(texts)),
                setting.beans()::isBean,
                beans,
                PGSimpleDataSource::new,
                setting.reach()),
            new Calls(trial.answers(), setting.isHttpOption(), sent));
    try {
      for (RouteText text : texts) {
        context.capabilities().making(text, () -> ScratchRoutes.load(context, text.resource()));
      }
      // endpoints are made now, with the words that lie beside the flow, which is the last
      context.capabilities().making(texts.get(texts.size() - 1), context::start);
    } catch (Exception e) {
      close();
      throw e;
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
      if (step.after() == null) {
        take(event(step, samples));
      } else {
        pass(clock.instant().plus(step.after()));
      }
    }
    return sent;
  }

  /** The text of a file beside the test. */
  @FunctionalInterface
  interface Samples {
    String read(String name);
  }

  private void pass(Instant until) {
    for (Instant next = next(until); next != null; next = next(until)) {
      clock.set(next);
      if (!later.isEmpty() && !later.peek().due().isAfter(next)) {
        take(later.remove().event());
      }
      happened(attached.completeLists(next));
    }
    clock.set(until);
  }

  /** When the next thing happens; null when nothing does until then. */
  private @Nullable Instant next(Instant until) {
    Instant list = attached.nextList();
    Instant due = later.isEmpty() ? null : later.peek().due();
    Instant next = due == null || list != null && list.isBefore(due) ? list : due;
    return next == null || next.isAfter(until) ? null : next;
  }

  private void take(Event event) {
    if (++events > MOST_EVENTS) {
      throw new IllegalStateException(
          "More than %d events followed from each other".formatted(MOST_EVENTS));
    }
    happened(attached.deliver(event, clock.instant()));
  }

  /** Notes what went out, then what follows from it. */
  private void happened(List<Attached.Result> results) {
    List<Event> next = new ArrayList<>();
    for (Attached.Result result : results) {
      if (result instanceof Attached.Result.Sent all) {
        all.cancels().forEach(this::cancel);
        all.events().forEach(event -> note(event, all.cause(), next));
      } else if (result instanceof Attached.Result.Failed failed) {
        failed(failed);
      }
    }
    next.forEach(this::take);
  }

  private void cancel(Cancel cancel) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", cancel.type());
    facts.put("cancel", cancel.key());
    sent.add(facts);
    keys.remove(cancel.key());
    later.removeIf(
        one -> one.event().type().equals(cancel.type()) && cancel.key().equals(one.event().key()));
  }

  private void note(NewEvent event, Event cause, List<Event> next) {
    Map<String, Object> facts = Sent.facts(event);
    sent.add(facts);
    if (Sent.isNotice(event)) {
      return;
    }
    if (event.key() != null && !keys.add(event.key())) {
      facts.put("duplicate", true);
      return;
    }
    if (!attached.wants(event.type())) {
      return;
    }
    Event stored = stored(event, cause);
    Instant due = due(event);
    if (due.isAfter(clock.instant())) {
      later.add(new Later(due, ++delayed, stored));
    } else {
      next.add(stored);
    }
  }

  private Instant due(NewEvent event) {
    if (event.runAt() != null) {
      return event.runAt();
    }
    return event.delay() == null ? clock.instant() : clock.instant().plus(event.delay());
  }

  private void failed(Attached.Result.Failed failed) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("failure", ScratchRoutes.reason(failed.failure()));
    facts.put("route", failed.group());
    facts.put("of", failed.cause().type());
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
    return stored(event, null);
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

  private Event stored(NewEvent event, @Nullable Event cause) {
    Instant time = event.time() == null ? clock.instant() : event.time();
    return new Event(
        ids.generate(),
        clock.instant(),
        event.type(),
        event.source(),
        event.subject(),
        time,
        event.key(),
        event.contentType(),
        event.data(),
        event.traceparent(),
        cause == null ? null : cause.id(),
        null,
        cause == null ? 0 : cause.hops() + 1);
  }

  @Override
  public void close() {
    context.stop();
  }
}
