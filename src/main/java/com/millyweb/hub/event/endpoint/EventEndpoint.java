package com.millyweb.hub.event.endpoint;

import com.millyweb.hub.event.OrderBy;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Receive events from the hub's durable log, and append events to it.
 *
 * <p>A consumer is a durable subscription; a producer's events are committed together with the
 * delivery that its flow works on.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "event",
    title = "Event",
    syntax = "event:type",
    category = {Category.CORE, Category.MESSAGING})
public class EventEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

  @UriPath(
      description =
          "Consumer: a pattern of event types, where * is one segment and ** any number of them. Producer: the type.")
  @Metadata(required = true)
  private String type = "";

  @UriParam(
      label = "consumer",
      description = "Name of the subscription. The default is the route id.")
  private @Nullable String group;

  @UriParam(
      label = "consumer",
      defaultValue = "4",
      description = "How many deliveries this hub works on at once.")
  private int concurrency = 4;

  @UriParam(
      label = "consumer",
      defaultValue = "none",
      description = "Deliver one after the other for each subject or source.")
  private OrderBy orderBy = OrderBy.none;

  @UriParam(
      label = "consumer",
      defaultValue = "10",
      description = "Failed attempts after which a delivery becomes a dead letter.")
  private int maxAttempts = 10;

  @UriParam(
      label = "consumer",
      defaultValue = "1s..1h",
      description =
          "First delay and greatest delay between attempts, e.g. 1s or 1s..10m, it doubles each time; or the very delays, e.g. 5s,5m,2h.")
  private String backoff = "1s..1h";

  @UriParam(
      label = "consumer",
      defaultValue = "5m",
      javaType = "java.time.Duration",
      description = "How long one attempt may take.")
  private String timeout = "5m";

  @UriParam(
      label = "consumer",
      description =
          "A predicate in the simple language; a delivery for which it is false is done at once.")
  private @Nullable String filter;

  @UriParam(
      label = "consumer",
      javaType = "java.time.Duration",
      description =
          "Hand over as one list what comes within this time of the first event, e.g. 10s.")
  private @Nullable String collect;

  @UriParam(
      label = "consumer",
      defaultValue = "subject",
      description =
          "What belongs into one list: events of the same subject, source or type, or of the same field of the body, e.g. ${body[host]} or /host; none for all of them.")
  private @Nullable String collectBy;

  @UriParam(
      label = "consumer",
      defaultValue = "100",
      description = "How many events a list has at most; a full one does not wait.")
  private int collectMax = 100;

  @UriParam(
      label = "consumer",
      description =
          "How many deliveries are done in a time, e.g. 1/1h; what exceeds it ends as filtered.")
  private @Nullable String atMost;

  @UriParam(
      label = "consumer",
      defaultValue = "subject",
      description =
          "For what atMost counts: each subject, source or type, or each value of a field of the body, e.g. ${body[host]} or /host; none for all together.")
  private @Nullable String atMostBy;

  @UriParam(
      label = "consumer",
      description =
          "Where a new subscription begins in the past, e.g. -7d, or an ISO 8601 time. One that is there already goes on where it is.")
  private @Nullable String since;

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description =
          "Whether the steps of failed, slow and first runs, and of a sample, are kept to tell why.")
  private boolean trace = true;

  @UriParam(label = "producer", description = "Subject of the event, a simple expression.")
  private @Nullable String subject;

  @UriParam(
      label = "producer",
      description =
          "Key of the event, a simple expression. A second event with the same key from this hub is a duplicate.")
  private @Nullable String key;

  @UriParam(
      label = "producer",
      description = "How long the event's deliveries wait, a simple expression, e.g. 30s.")
  private @Nullable String delay;

  @UriParam(
      label = "producer",
      description = "When the event's deliveries become due, a simple expression, ISO 8601.")
  private @Nullable String at;

  @UriParam(
      label = "producer",
      description =
          "Key of an event of this type that is taken back where no flow has begun it, a simple expression. Nothing is sent then.")
  private @Nullable String cancel;

  public EventEndpoint(String uri, EventComponent component) {
    super(uri, component);
  }

  @Override
  public Producer createProducer() throws Exception {
    return new EventProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    var consumer = new EventConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** Two flows may listen to the same events; each has its own subscription. */
  @Override
  public boolean isMultipleConsumersSupported() {
    return true;
  }

  public String getType() {
    return type;
  }

  public void setType(String type) {
    this.type = type;
  }

  public @Nullable String getGroup() {
    return group;
  }

  public void setGroup(@Nullable String group) {
    this.group = group;
  }

  public int getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }

  public OrderBy getOrderBy() {
    return orderBy;
  }

  public void setOrderBy(OrderBy orderBy) {
    this.orderBy = orderBy;
  }

  public int getMaxAttempts() {
    return maxAttempts;
  }

  public void setMaxAttempts(int maxAttempts) {
    this.maxAttempts = maxAttempts;
  }

  public String getBackoff() {
    return backoff;
  }

  public void setBackoff(String backoff) {
    this.backoff = backoff;
  }

  public String getTimeout() {
    return timeout;
  }

  public void setTimeout(String timeout) {
    this.timeout = timeout;
  }

  public @Nullable String getFilter() {
    return filter;
  }

  public void setFilter(@Nullable String filter) {
    this.filter = filter;
  }

  public boolean isTrace() {
    return trace;
  }

  public void setTrace(boolean trace) {
    this.trace = trace;
  }

  public @Nullable String getSubject() {
    return subject;
  }

  public void setSubject(@Nullable String subject) {
    this.subject = subject;
  }

  public @Nullable String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key;
  }

  public @Nullable String getDelay() {
    return delay;
  }

  public void setDelay(@Nullable String delay) {
    this.delay = delay;
  }

  public @Nullable String getAt() {
    return at;
  }

  public void setAt(@Nullable String at) {
    this.at = at;
  }

  public @Nullable String getCollect() {
    return collect;
  }

  public void setCollect(@Nullable String collect) {
    this.collect = collect;
  }

  public @Nullable String getCollectBy() {
    return collectBy;
  }

  public void setCollectBy(@Nullable String collectBy) {
    this.collectBy = collectBy;
  }

  public int getCollectMax() {
    return collectMax;
  }

  public void setCollectMax(int collectMax) {
    this.collectMax = collectMax;
  }

  public @Nullable String getAtMost() {
    return atMost;
  }

  public void setAtMost(@Nullable String atMost) {
    this.atMost = atMost;
  }

  public @Nullable String getAtMostBy() {
    return atMostBy;
  }

  public void setAtMostBy(@Nullable String atMostBy) {
    this.atMostBy = atMostBy;
  }

  public @Nullable String getSince() {
    return since;
  }

  public void setSince(@Nullable String since) {
    this.since = since;
  }

  public @Nullable String getCancel() {
    return cancel;
  }

  public void setCancel(@Nullable String cancel) {
    this.cancel = cancel;
  }
}
