package com.millyweb.hub.service.minio;

import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.camel.step.StepTexts;
import com.millyweb.hub.text.Truncate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Does what its endpoint says, and puts what came of it into the body. */
final class ObjectProducer extends DefaultProducer {
  private static final Set<ObjectAction> CHANGES =
      EnumSet.of(ObjectAction.put, ObjectAction.copy, ObjectAction.delete);

  private static final int LONGEST_SHOWN = 80;

  private final ObjectEndpoint endpoint;
  private final StepTexts texts;
  private final StepTexts tags;
  private @Nullable Expression allTags;

  ObjectProducer(ObjectEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.texts = new StepTexts(endpoint.getCamelContext());
    this.tags = new StepTexts(endpoint.getCamelContext());
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    texts
        .with("bucket", endpoint.getBucket())
        .with("toBucket", endpoint.getToBucket())
        .with("key", endpoint.getKey())
        .with("toKey", endpoint.getToKey())
        .with("prefix", endpoint.getPrefix())
        .with("after", endpoint.getAfter())
        .with("contentType", endpoint.getContentType())
        .with("offset", endpoint.getOffset())
        .with("length", endpoint.getLength());
    tags.with(endpoint.getTag());
    if (endpoint.getTags() != null) {
      allTags = SimpleExpression.compile(endpoint.getCamelContext(), endpoint.getTags());
    }
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    var meters =
        CamelContextHelper.mandatoryFindSingleByType(
            endpoint.getCamelContext(), StorageMeters.class);
    long begun = System.nanoTime();
    boolean done = false;
    try {
      run(exchange);
      done = true;
    } finally {
      meters.step(endpoint.getAction(), done, System.nanoTime() - begun);
    }
  }

  private void run(Exchange exchange) throws Exception {
    CamelContext context = endpoint.getCamelContext();
    var store = CamelContextHelper.mandatoryFindSingleByType(context, ObjectStore.class);
    Map<String, String> given = texts.of(exchange);
    String bucket = given.getOrDefault("bucket", "");
    Place place = store.place(bucket);
    String to = given.get("toBucket");
    Place target = to == null ? place : store.place(to);
    switch (endpoint.getAction()) {
      case put -> store.prepare(place);
      case copy -> store.prepare(target);
      case link -> {
        if (endpoint.getMethod().equals("put")) {
          store.prepare(place);
        }
      }
      // a bucket that somebody only asks for must not come of it
      case get, list, stat, delete, tags -> {}
    }
    try (var camel = new CamelMinio(context, store.client(), place.bucket())) {
      Object result =
          new ObjectActions(store, camel, endpoint, bucket, place, target)
              .run(given, tags(exchange), exchange);
      exchange.getMessage().setBody(result);
      if (CHANGES.contains(endpoint.getAction())) {
        store.changed();
      }
    } catch (Exception e) {
      if (endpoint.getAction() == ObjectAction.get
          && endpoint.getMissing().equals("empty")
          && StorageFailure.isMissing(e)) {
        exchange.getMessage().setBody(null);
        return;
      }
      throw StorageFailure.of(
          "object:%s %s/%s".formatted(endpoint.getAction(), bucket, given.getOrDefault("key", "")),
          e);
    }
  }

  private Map<String, String> tags(Exchange exchange) {
    Map<String, String> named = tags.of(exchange);
    Object all = allTags == null ? null : allTags.evaluate(exchange, Object.class);
    if (all instanceof Map<?, ?> map) {
      map.forEach((name, value) -> named.put(String.valueOf(name), String.valueOf(value)));
    } else if (all != null && !all.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "tags must be a map of names and values, was: '%s'"
              .formatted(Truncate.to(all.toString(), LONGEST_SHOWN)));
    }
    return named;
  }
}
