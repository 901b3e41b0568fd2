package com.millyweb.hub.service.minio;

import com.millyweb.hub.camel.step.StepTexts;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;

/** Does what its endpoint says, and puts what came of it into the body. */
final class ObjectProducer extends DefaultProducer {
  private static final Set<ObjectAction> CHANGES =
      EnumSet.of(ObjectAction.put, ObjectAction.copy, ObjectAction.delete);

  private final ObjectEndpoint endpoint;
  private final StepTexts texts;
  private final StepTexts tags;

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
        .with("key", endpoint.getKey())
        .with("toKey", endpoint.getToKey())
        .with("prefix", endpoint.getPrefix())
        .with("after", endpoint.getAfter())
        .with("contentType", endpoint.getContentType())
        .with("offset", endpoint.getOffset())
        .with("length", endpoint.getLength());
    tags.with(endpoint.getTag());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    CamelContext context = endpoint.getCamelContext();
    var store = CamelContextHelper.mandatoryFindSingleByType(context, ObjectStore.class);
    Map<String, String> given = texts.of(exchange);
    Place place = store.place(endpoint.getBucket());
    String to = endpoint.getToBucket();
    Place target = to == null ? place : store.place(to);
    store.prepare(place);
    store.prepare(target);
    try (var camel = new CamelMinio(context, store.client(), place.bucket())) {
      Object result =
          new ObjectActions(store, camel, endpoint, place, target)
              .run(given, tags.of(exchange), exchange);
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
          "object:%s %s/%s"
              .formatted(endpoint.getAction(), endpoint.getBucket(), given.getOrDefault("key", "")),
          e);
    }
  }
}
