package com.millyweb.hub.service.grafana;

import com.millyweb.hub.config.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Silence alerts in Grafana or Alertmanager, and mark in Grafana what happened.
 *
 * <p>A repeated attempt for the same event makes nothing twice. The alerts themselves are events:
 * grafana.alert.firing and its like.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "grafana",
    title = "Grafana",
    syntax = "grafana:action",
    producerOnly = true,
    category = {Category.MONITORING})
public class GrafanaEndpoint extends DefaultEndpoint {

  @UriPath(description = "silence, unsilence, annotate.")
  @Metadata(required = true)
  private GrafanaAction action = GrafanaAction.annotate;

  @UriParam(
      defaultValue = "grafana",
      description = "For silence and unsilence: grafana, or alertmanager; a simple expression.")
  private String server = "grafana";

  @UriParam(
      description =
          "For silence and unsilence: the labels of the alert, all of which must be equal; an expression that yields a map, such as ${body[labels]}.")
  private @Nullable String labels;

  @UriParam(description = "For silence: how long from now, such as 2h; a simple expression.")
  private @Nullable String duration;

  @UriParam(description = "For silence: until when, ISO 8601; a simple expression.")
  private @Nullable String until;

  @UriParam(
      defaultValue = "hub",
      description = "For silence: who wants it; text with simple expressions in it.")
  private String by = "hub";

  @UriParam(
      defaultValue = "Silenced through the hub",
      description = "For silence: why; text with simple expressions in it.")
  private String comment = "Silenced through the hub";

  @UriParam(description = "For annotate: what happened; text with simple expressions in it.")
  private @Nullable String text;

  @UriParam(
      description =
          "For annotate: tags beside hub, separated by commas; text with simple expressions in it.")
  private @Nullable String tags;

  @UriParam(
      description =
          "For annotate: the uid of one dashboard; a simple expression. The default is every dashboard that shows the tag hub.")
  private @Nullable String dashboard;

  @UriParam(
      description = "For annotate: the number of one panel of the dashboard; a simple expression.")
  private @Nullable String panel;

  @UriParam(
      description =
          "For annotate: when, ISO 8601 or milliseconds since 1970; a simple expression. The default is the time of the event.")
  private @Nullable String from;

  @UriParam(description = "For annotate: the end of a span; a simple expression.")
  private @Nullable String to;

  @UriParam(
      defaultValue = "false",
      description =
          "Whether the step does nothing where the server is not configured; else it fails there.")
  private boolean optional;

  @UriParam(
      description =
          "label.<name>: for silence and unsilence, a label that must be equal; text with simple expressions in it.",
      prefix = "label.",
      multiValue = true)
  private Map<String, Object> label = new LinkedHashMap<>();

  public GrafanaEndpoint(String uri, GrafanaComponent component) {
    super(uri, component);
  }

  void requireConsistent() {
    if (action == GrafanaAction.annotate) {
      require(text != null && !text.isBlank(), "needs 'text'");
      require(panel == null || dashboard != null, "with 'panel' needs 'dashboard', too");
      return;
    }
    require(labels != null || !label.isEmpty(), "needs 'labels' or 'label.<name>'");
    if (!server.contains("${")) {
      Nearest.choice(Monitor.class, "The server of grafana:%s: ".formatted(action), server);
    }
    if (action == GrafanaAction.silence) {
      require((duration == null) != (until == null), "needs one of 'duration' and 'until'");
      if (duration != null && !duration.contains("${")) {
        Moments.duration(duration);
      }
    }
  }

  private void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("grafana:%s %s".formatted(action, rule));
    }
  }

  @Override
  public Producer createProducer() {
    return new GrafanaProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "grafana:%s can only be sent to; alerts are events, event:grafana.alert.*"
            .formatted(action));
  }

  public GrafanaAction getAction() {
    return action;
  }

  public void setAction(GrafanaAction action) {
    this.action = action;
  }

  public String getServer() {
    return server;
  }

  public void setServer(String server) {
    this.server = server;
  }

  public @Nullable String getLabels() {
    return labels;
  }

  public void setLabels(@Nullable String labels) {
    this.labels = labels;
  }

  public @Nullable String getDuration() {
    return duration;
  }

  public void setDuration(@Nullable String duration) {
    this.duration = duration;
  }

  public @Nullable String getUntil() {
    return until;
  }

  public void setUntil(@Nullable String until) {
    this.until = until;
  }

  public String getBy() {
    return by;
  }

  public void setBy(String by) {
    this.by = by;
  }

  public String getComment() {
    return comment;
  }

  public void setComment(String comment) {
    this.comment = comment;
  }

  public @Nullable String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text;
  }

  public @Nullable String getTags() {
    return tags;
  }

  public void setTags(@Nullable String tags) {
    this.tags = tags;
  }

  public @Nullable String getDashboard() {
    return dashboard;
  }

  public void setDashboard(@Nullable String dashboard) {
    this.dashboard = dashboard;
  }

  public @Nullable String getPanel() {
    return panel;
  }

  public void setPanel(@Nullable String panel) {
    this.panel = panel;
  }

  public @Nullable String getFrom() {
    return from;
  }

  public void setFrom(@Nullable String from) {
    this.from = from;
  }

  public @Nullable String getTo() {
    return to;
  }

  public void setTo(@Nullable String to) {
    this.to = to;
  }

  public boolean isOptional() {
    return optional;
  }

  public void setOptional(boolean optional) {
    this.optional = optional;
  }

  public Map<String, Object> getLabel() {
    return label;
  }

  public void setLabel(Map<String, Object> label) {
    this.label = label;
  }
}
