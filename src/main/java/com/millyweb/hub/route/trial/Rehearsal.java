package com.millyweb.hub.route.trial;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.millyweb.hub.camel.Capabilities;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.pacing.Cancel;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.route.check.ScratchRoutes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.model.Model;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Routes in a context of their own: events are handed to them, time passes, and what they make of
 * it is heard. Nothing is connected, stored or sent.
 */
public final class Rehearsal implements AutoCloseable {
  private final TrialClock clock = new TrialClock();
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
  private final FailedSteps steps;
  private final Attached attached;
  private final Heard heard;
  private final TrialContext context;

  /** What is to come later, in the order of its time. */
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparing(Later::due).thenComparing(Later::number));

  /** Of what the routes sent; a key that is known makes an event a duplicate. */
  private final Set<String> keys = new HashSet<>();

  private int delayed;

  private record Later(Instant due, int number, Event event) {}

  /**
   * What routes are rehearsed with.
   *
   * @param reach of the hub; nothing of it is reached
   * @param channels where notices would go
   * @param isHttpOption whether a parameter of an HTTP endpoint is an option, and not of the query
   */
  public record Stage(
      KnownBeans beans,
      Reach reach,
      RouteValues values,
      Channels channels,
      Answers answers,
      Predicate<String> isHttpOption) {}

  /** Takes what the routes make of their events. */
  public interface Heard {
    /** An event is handed over next. Whatever this throws ends the rehearsal. */
    void taking(Event event);

    /**
     * @param duplicate whether the log would not have stored it, because it knows its key
     */
    void sent(NewEvent event, Event cause, boolean duplicate);

    /** What the routes sent comes back to them. */
    default void follows(Event event, Event cause) {}

    default void cancelled(Cancel cancel) {}

    /**
     * @param cause of a list, its first event
     * @param line where it failed, from 1; -1 when that is not known
     */
    void failed(Event cause, String route, Exception failure, @Nullable String file, int line);
  }

  /**
   * @param texts policies and what is called first, the file itself last
   * @param listens whether a subscription of these files is given events
   */
  public Rehearsal(
      List<RouteText> texts, Stage stage, Predicate<SubscriptionSpec> listens, Heard heard)
      throws Exception {
    this.heard = heard;
    steps = new FailedSteps(texts);
    attached = new Attached(listens);
    context =
        new TrialContext(
            new Capabilities(
                stage.values(),
                stage.beans()::isBean,
                new TrialBeans(stage.beans(), clock, attached, stage.channels()),
                PGSimpleDataSource::new,
                new TrialReach(stage.reach())),
            new Calls(stage.answers(), stage.isHttpOption()));
    try {
      QuietRoutes.before(context);
      context.getCamelContextExtension().addInterceptStrategy(steps);
      for (RouteText text : texts) {
        context.capabilities().making(text, () -> ScratchRoutes.load(context, text.resource()));
      }
      QuietRoutes.read(context);
      // endpoints are made now, with the words that lie beside the file
      context.capabilities().making(texts.get(texts.size() - 1), context::start);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** What the routes listen to. */
  public List<SubscriptionSpec> subscriptions() {
    return attached.subscriptions();
  }

  public Instant now() {
    return clock.instant();
  }

  /** Without anything that happens until then. */
  public void begin(Instant now) {
    clock.set(now);
  }

  /** Lets everything happen that is due until then. */
  public void pass(Instant until) {
    for (Instant next = next(until); next != null; next = next(until)) {
      // what is due since before the clock began comes now
      clock.set(next.isBefore(clock.instant()) ? clock.instant() : next);
      if (!later.isEmpty() && !later.peek().due().isAfter(clock.instant())) {
        take(later.remove().event());
      }
      take(happened(attached.completeLists(clock.instant())));
    }
    if (until.isAfter(clock.instant())) {
      clock.set(until);
    }
  }

  /** When the next thing happens; null when nothing does until then. */
  private @Nullable Instant next(Instant until) {
    Instant list = attached.nextList();
    Instant due = later.isEmpty() ? null : later.peek().due();
    Instant next = due == null || list != null && list.isBefore(due) ? list : due;
    return next == null || next.isAfter(until) ? null : next;
  }

  /** Hands an event to the routes that want it, then what follows from it. */
  public void take(Event event) {
    take(List.of(event));
  }

  /** Hands over once more what failed. */
  void takeFailedAgain() {
    take(happened(attached.again(clock.instant())));
  }

  private void take(List<Event> events) {
    Deque<Event> open = new ArrayDeque<>(events);
    while (!open.isEmpty()) {
      Event event = open.pop();
      heard.taking(event);
      List<Event> next = happened(attached.deliver(event, clock.instant()));
      for (int i = next.size() - 1; i >= 0; i--) {
        open.push(next.get(i));
      }
    }
  }

  /** Tells what went out; returns what follows from it. */
  private List<Event> happened(List<Attached.Result> results) {
    List<Event> next = new ArrayList<>();
    for (Attached.Result result : results) {
      if (result instanceof Attached.Result.Sent all) {
        all.cancels().forEach(this::cancel);
        all.events().forEach(event -> sent(event, all.cause(), next));
      } else if (result instanceof Attached.Result.Failed failed) {
        failed(failed);
      }
    }
    return next;
  }

  private void cancel(Cancel cancel) {
    heard.cancelled(cancel);
    keys.remove(cancel.key());
    later.removeIf(
        one -> one.event().type().equals(cancel.type()) && cancel.key().equals(one.event().key()));
  }

  private void sent(NewEvent event, Event cause, List<Event> next) {
    boolean known = !Sent.isNotice(event) && event.key() != null && !keys.add(event.key());
    heard.sent(event, cause, known);
    if (known || Sent.isNotice(event) || !attached.wants(event.type())) {
      return;
    }
    Event stored = stored(event, cause);
    heard.follows(stored, cause);
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
    FailedSteps.Line line = steps.of(failed.failure());
    if (line == null) {
      Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
      line = steps.begin(model.getRouteDefinition(failed.group()));
    }
    heard.failed(
        failed.cause(),
        failed.group(),
        failed.failure(),
        line == null ? null : line.file(),
        line == null ? -1 : line.line());
  }

  /** As the log would store it now. */
  Event stored(NewEvent event, @Nullable Event cause) {
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
