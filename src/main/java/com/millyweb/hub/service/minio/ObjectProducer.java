package com.millyweb.hub.service.minio;

import com.millyweb.hub.camel.SimpleExpression;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  private final ObjectEndpoint endpoint;
  private final Map<String, Expression> texts = new LinkedHashMap<>();
  private final Map<String, Expression> tags = new TreeMap<>();

  ObjectProducer(ObjectEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    compile("key", endpoint.getKey());
    compile("toKey", endpoint.getToKey());
    compile("prefix", endpoint.getPrefix());
    compile("after", endpoint.getAfter());
    compile("contentType", endpoint.getContentType());
    compile("offset", endpoint.getOffset());
    compile("length", endpoint.getLength());
    endpoint.getTag().forEach((name, text) -> tags.put(name, expression(text.toString())));
  }

  private void compile(String name, @Nullable String text) {
    if (text != null) {
      texts.put(name, expression(text));
    }
  }

  private Expression expression(String text) {
    return SimpleExpression.compile(endpoint.getCamelContext(), text);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    CamelContext context = endpoint.getCamelContext();
    var store = CamelContextHelper.mandatoryFindSingleByType(context, ObjectStore.class);
    Map<String, String> given = new LinkedHashMap<>();
    texts.forEach((name, value) -> given.put(name, text(value, exchange)));
    Map<String, String> tagged = new TreeMap<>();
    tags.forEach((name, value) -> tagged.put(name, text(value, exchange)));
    Place place = store.place(endpoint.getBucket());
    String to = endpoint.getToBucket();
    Place target = to == null ? place : store.place(to);
    store.prepare(place);
    store.prepare(target);
    try (var camel = new CamelMinio(context, store.client(), place.bucket())) {
      Object result =
          new ObjectActions(store, camel, endpoint, place, target).run(given, tagged, exchange);
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

  private static String text(Expression expression, Exchange exchange) {
    String text = expression.evaluate(exchange, String.class);
    return text == null ? "" : text;
  }
}
