package com.millyweb.hub.agent.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.journal.Contents;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.history.EventHistory;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends runs that have ended to a collector, put together from the journal. Ids are made of the
 * run's, so that what is sent again is the same. Without a collector it does nothing.
 */
@RouteBean
@Component("runExport")
public class RunExport {
  /** Collectors refuse what is too large; several requests have one run's spans then. */
  private static final int BATCH = 1 << 20;

  private static final int TRACE_END = 35;
  private static final int TRACE_START = 3;
  private static final int SPAN_START = 36;
  private static final int SPAN_END = 52;

  private final ExportProperties properties;
  private final Collector collector;
  private final Journal journal;
  private final Contents contents;
  private final EventHistory events;

  RunExport(
      ExportProperties properties,
      Collector collector,
      Journal journal,
      Contents contents,
      EventHistory events) {
    this.properties = properties;
    this.collector = collector;
    this.journal = journal;
    this.contents = contents;
    this.events = events;
  }

  /** {@code agent.ended}: sends the run's spans. */
  public void export(Exchange exchange) throws IOException {
    URI url = properties.otlpUrl();
    if (url == null) {
      return;
    }
    RunRow run = journal.find(run(exchange.getMessage().getBody())).orElse(null);
    if (run == null || run.isActive()) {
      return;
    }
    ArrayNode batch = JsonNodeFactory.instance.arrayNode();
    int bytes = 0;
    for (ObjectNode span : spans(run).of(journal.steps(run.id()))) {
      int more = span.toString().length();
      if (bytes > 0 && bytes + more > BATCH) {
        collector.take(url, request(batch));
        batch.removeAll();
        bytes = 0;
      }
      batch.add(span);
      bytes += more;
    }
    collector.take(url, request(batch));
  }

  private RunSpans spans(RunRow run) {
    RunRow root = run;
    while (root.parent() != null) {
      RunRow parent = journal.find(root.parent()).orElse(null);
      if (parent == null) {
        break;
      }
      root = parent;
    }
    String outer = traceparent(root);
    String trace =
        outer == null
            ? root.id().toString().replace("-", "")
            : outer.substring(TRACE_START, TRACE_END);
    String above = outer == null ? null : outer.substring(SPAN_START, SPAN_END);
    if (run.parent() != null && run.parentStep() != null) {
      above = Span.id(run.parent(), run.parentStep());
    }
    String instructions = properties.otlpContent() ? contents.get(run.instructions()) : null;
    return new RunSpans(trace, above, run, root, instructions);
  }

  /**
   * Of what began the run. The end of a run may have another one, that of the button which a person
   * pressed in between, and so runs of one trace would lie in several.
   */
  private @Nullable String traceparent(RunRow root) {
    UUID event = root.origin().event();
    return event == null ? null : events.find(event).map(Event::traceparent).orElse(null);
  }

  private static ObjectNode request(ArrayNode spans) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode request = json.objectNode();
    ObjectNode resource = request.putArray("resourceSpans").addObject();
    ObjectNode name = resource.putObject("resource").putArray("attributes").addObject();
    name.put("key", "service.name").putObject("value").put("stringValue", "hub");
    ObjectNode scope = resource.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "com.millyweb.hub.agent");
    scope.set("spans", spans);
    return request;
  }

  private static UUID run(Object body) {
    Object run = body instanceof Map<?, ?> map ? map.get("run") : null;
    try {
      return UUID.fromString(String.valueOf(run));
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("agent.ended must name its run, was: " + run, e);
    }
  }
}
