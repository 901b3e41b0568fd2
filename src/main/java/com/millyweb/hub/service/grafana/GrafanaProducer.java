package com.millyweb.hub.service.grafana;

import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.camel.step.StepTexts;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.service.grafana.Annotations.Annotation;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Does what its endpoint says, and puts what came of it into the body. */
final class GrafanaProducer extends DefaultProducer {
  private final GrafanaEndpoint endpoint;
  private final StepTexts texts;
  private final StepTexts labels;
  private @Nullable Expression labelMap;

  GrafanaProducer(GrafanaEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.texts = new StepTexts(endpoint.getCamelContext());
    this.labels = new StepTexts(endpoint.getCamelContext());
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    texts
        .with("server", endpoint.getServer())
        .with("duration", endpoint.getDuration())
        .with("until", endpoint.getUntil())
        .with("by", endpoint.getBy())
        .with("comment", endpoint.getComment())
        .with("text", endpoint.getText())
        .with("tags", endpoint.getTags())
        .with("dashboard", endpoint.getDashboard())
        .with("panel", endpoint.getPanel())
        .with("from", endpoint.getFrom())
        .with("to", endpoint.getTo());
    labels.with(endpoint.getLabel());
    String map = endpoint.getLabels();
    labelMap = map == null ? null : SimpleExpression.compile(endpoint.getCamelContext(), map);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    var context = endpoint.getCamelContext();
    var servers = CamelContextHelper.mandatoryFindSingleByType(context, MonitorServers.class);
    var clock = CamelContextHelper.mandatoryFindSingleByType(context, Clock.class);
    Map<String, String> given = texts.of(exchange);
    Monitor monitor =
        endpoint.getAction() == GrafanaAction.annotate
            ? Monitor.grafana
            : Nearest.choice(Monitor.class, "Server ", given.getOrDefault("server", ""));
    if (endpoint.isOptional() && !servers.isOn(monitor)) {
      exchange.getMessage().setBody(null);
      return;
    }
    exchange
        .getMessage()
        .setBody(done(servers.of(monitor), clock, given, labels(exchange), exchange));
  }

  private Map<String, Object> done(
      MonitorServer server,
      Clock clock,
      Map<String, String> given,
      Map<String, String> equal,
      Exchange exchange)
      throws IOException {
    String event = exchange.getMessage().getHeader("ce-id", String.class);
    Mark mark = new Mark(event == null ? "" : event);
    return switch (endpoint.getAction()) {
      case silence -> {
        Instant until =
            given.containsKey("until")
                ? Moments.instant("until", given.get("until"))
                : clock.instant().plus(Moments.duration(given.getOrDefault("duration", "")));
        yield new Silences(server, clock)
            .silence(
                equal,
                until,
                given.getOrDefault("by", "").isBlank() ? "hub" : given.get("by").strip(),
                given.getOrDefault("comment", ""),
                mark);
      }
      case unsilence -> new Silences(server, clock).unsilence(equal, mark);
      case annotate ->
          new Annotations(server).annotate(annotation(given, clock.instant(), exchange), mark);
    };
  }

  private static Annotation annotation(Map<String, String> given, Instant now, Exchange exchange) {
    String time = exchange.getMessage().getHeader("ce-time", String.class);
    String from = given.getOrDefault("from", time == null ? "" : time);
    String to = given.getOrDefault("to", "");
    String dashboard = given.getOrDefault("dashboard", "");
    String panel = given.getOrDefault("panel", "");
    Set<String> tags =
        Arrays.stream(given.getOrDefault("tags", "").split(","))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .collect(Collectors.toSet());
    return new Annotation(
        given.getOrDefault("text", ""),
        tags,
        dashboard.isBlank() ? null : dashboard.strip(),
        panel.isBlank() ? null : Integer.valueOf(panel.strip()),
        from.isBlank() ? now : Moments.instant("from", from),
        to.isBlank() ? null : Moments.instant("to", to));
  }

  private Map<String, String> labels(Exchange exchange) {
    Map<String, String> equal = new TreeMap<>();
    if (labelMap != null) {
      Object value = labelMap.evaluate(exchange, Object.class);
      if (!(value instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException(
            "'labels' must be a map of names and values, was: '%s'".formatted(value));
      }
      map.forEach((name, label) -> equal.put(String.valueOf(name), String.valueOf(label)));
    }
    equal.putAll(labels.of(exchange));
    return equal;
  }
}
