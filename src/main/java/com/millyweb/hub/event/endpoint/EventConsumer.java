package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.Backoff;
import com.millyweb.hub.event.Claims;
import com.millyweb.hub.event.Deliveries;
import com.millyweb.hub.event.Delivery;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.SubscriptionSpec;
import com.millyweb.hub.event.TypePattern;
import com.millyweb.hub.event.trace.TraceRun;
import com.millyweb.hub.event.trace.TracedFlow;
import com.millyweb.hub.event.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Turns the deliveries of a subscription into exchanges. */
final class EventConsumer extends DefaultConsumer implements Claims, Deliveries.Handler {
  private final EventEndpoint endpoint;
  private final EventMessage message = new EventMessage();
  private @Nullable Predicate filter;
  private @Nullable FlowListener listener;
  private @Nullable TracedFlow traced;

  /** What is under way, by the token of its claim. */
  private final Map<Long, TraceRun> runs = new ConcurrentHashMap<>();

  private volatile Deliveries.@Nullable Attachment attachment;

  EventConsumer(EventEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    // what can be wrong in the options is found while a route is checked, not when it starts
    spec("unnamed", null);
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    String text = endpoint.getFilter();
    if (text != null) {
      var simple = endpoint.getCamelContext().resolveLanguage("simple");
      filter = simple.createPredicate(text);
      filter.init(endpoint.getCamelContext());
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    var route = getRoute();
    String file = route.getSourceLocationShort() == null ? null : RouteFileName.of(route);
    var deliveries =
        CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), Deliveries.class);
    listener = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), FlowListener.class);
    String group = endpoint.getGroup() == null ? route.getRouteId() : endpoint.getGroup();
    var traces = CamelContextHelper.findSingleByType(endpoint.getCamelContext(), Traces.class);
    if (traces != null && endpoint.isTrace()) {
      traced = traces.flow(group, file, file == null ? null : RouteFileName.hash(route));
    }
    attachment = deliveries.attach(spec(group, file), this);
  }

  @Override
  protected void doStop() throws Exception {
    var attached = attachment;
    attachment = null;
    if (attached != null) {
      attached.detach();
    }
    super.doStop();
  }

  @Override
  public void hold() {
    Claims attached = attachment;
    if (attached != null) {
      attached.hold();
    }
  }

  @Override
  public void release() {
    Claims attached = attachment;
    if (attached != null) {
      attached.release();
    }
  }

  @Override
  public boolean awaitIdle(Duration patience) throws InterruptedException {
    Claims attached = attachment;
    return attached == null || attached.awaitIdle(patience);
  }

  @Override
  public boolean handle(Delivery delivery, Effects effects) throws Exception {
    Exchange exchange = createExchange(true);
    if (endpoint.getCollect() != null || !delivery.collected().isEmpty()) {
      List<Event> wanted = wanted(delivery);
      if (wanted.isEmpty()) {
        return false;
      }
      effects.turnDown(without(delivery.collected(), wanted));
      message.fill(exchange, wanted);
    } else {
      message.fill(exchange, delivery.event());
      if (!isWanted(exchange)) {
        return false;
      }
    }
    effects.attachTo(exchange);
    TracedFlow flow = traced;
    if (flow == null) {
      process(exchange, delivery, effects);
      return true;
    }
    TraceRun run = flow.begin(exchange, delivery);
    runs.put(delivery.token(), run);
    Throwable failure = null;
    try {
      process(exchange, delivery, effects);
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      runs.remove(delivery.token());
      run.end(failure);
    }
    return true;
  }

  @Override
  public void overran(Delivery delivery) {
    TraceRun run = runs.remove(delivery.token());
    if (run != null) {
      run.giveUp();
    }
  }

  private void process(Exchange exchange, Delivery delivery, Effects effects) throws Exception {
    getProcessor().process(exchange);
    Exception failure = exchange.getException();
    if (failure != null) {
      throw failure;
    }
    if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
      throw new IllegalStateException("The route was rolled back");
    }
    FlowListener hears = listener;
    Runnable then = hears == null ? null : hears.ended(delivery.event(), exchange.getMessage());
    if (then != null) {
      effects.afterCommit(then);
    }
  }

  @Override
  public boolean wants(Delivery delivery) throws Exception {
    return filter == null || !wanted(delivery).isEmpty();
  }

  /** The filter looks at each event of a set by itself. */
  private List<Event> wanted(Delivery delivery) throws Exception {
    List<Event> events =
        delivery.collected().isEmpty() ? List.of(delivery.event()) : delivery.collected();
    if (filter == null) {
      return events;
    }
    List<Event> wanted = new ArrayList<>();
    for (Event event : events) {
      Exchange exchange = createExchange(true);
      message.fill(exchange, event);
      if (isWanted(exchange)) {
        wanted.add(event);
      }
    }
    return wanted;
  }

  private static Set<UUID> without(List<Event> events, List<Event> wanted) {
    Set<UUID> others = events.stream().map(Event::id).collect(Collectors.toSet());
    wanted.forEach(event -> others.remove(event.id()));
    return others;
  }

  private boolean isWanted(Exchange exchange) {
    Predicate wanted = filter;
    return wanted == null || wanted.matches(exchange);
  }

  private SubscriptionSpec spec(String group, @Nullable String file) {
    return new SubscriptionSpec(
        group,
        TypePattern.of(endpoint.getType()),
        endpoint.getOrderBy(),
        endpoint.getConcurrency(),
        endpoint.getMaxAttempts(),
        Backoff.of(endpoint.getBackoff()),
        DurationStyle.detectAndParse(endpoint.getTimeout()),
        file,
        PacingOptions.of(endpoint));
  }
}
