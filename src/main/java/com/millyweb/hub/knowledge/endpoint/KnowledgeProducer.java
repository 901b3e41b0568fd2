package com.millyweb.hub.knowledge.endpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.knowledge.DocumentPlace;
import com.millyweb.hub.knowledge.Documents;
import com.millyweb.hub.knowledge.Memories;
import com.millyweb.hub.knowledge.Provenance;
import com.millyweb.hub.knowledge.Search;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Does what its endpoint says, and puts what came of it into the body, as maps and lists. */
final class KnowledgeProducer extends DefaultProducer {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final KnowledgeEndpoint endpoint;
  private final Map<String, Expression> texts = new LinkedHashMap<>();

  KnowledgeProducer(KnowledgeEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    endpoint
        .texts()
        .forEach(
            (name, text) ->
                texts.put(name, SimpleExpression.compile(endpoint.getCamelContext(), text)));
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getMessage().setBody(run(exchange));
  }

  private Object run(Exchange exchange) throws Exception {
    String tenant = text("tenant", exchange);
    return switch (endpoint.getAction()) {
      case search ->
          map(
              find(Search.class)
                  .find(
                      tenant,
                      textOrBody("question", exchange),
                      optional("source", exchange),
                      endpoint.getLimit()));
      case store -> store(place(tenant, exchange), exchange);
      case delete -> Map.of("deleted", find(Documents.class).delete(place(tenant, exchange)));
      case remember -> {
        find(Memories.class)
            .remember(
                tenant, text("fact", exchange), textOrBody("text", exchange), provenance(exchange));
        yield Map.of("fact", text("fact", exchange));
      }
      case recall ->
          Map.of(
              "facts",
              find(Memories.class)
                  .recall(tenant, text("fact", exchange), "", endpoint.getLimit())
                  .stream()
                  .map(this::map)
                  .toList());
      case forget ->
          Map.of("forgotten", find(Memories.class).forget(tenant, text("fact", exchange)));
    };
  }

  private Object store(DocumentPlace place, Exchange exchange) throws Exception {
    var given =
        new Documents.Given(
            optional("title", exchange),
            optional("contentType", exchange),
            optional("version", exchange),
            provenance(exchange));
    try (InputStream content = content(exchange.getMessage())) {
      return map(find(Documents.class).store(place, content, given));
    }
  }

  private static InputStream content(Message message) throws InvalidPayloadException {
    Object body = message.getBody();
    if (body == null) {
      return new ByteArrayInputStream(new byte[0]);
    }
    return message.getMandatoryBody(InputStream.class);
  }

  private DocumentPlace place(String tenant, Exchange exchange) {
    return new DocumentPlace(tenant, text("source", exchange), text("path", exchange));
  }

  private static Provenance provenance(Exchange exchange) {
    String event = exchange.getMessage().getHeader("ce-id", String.class);
    UUID id = null;
    try {
      id = event == null ? null : UUID.fromString(event);
    } catch (IllegalArgumentException e) {
      // a flow set the header to something else
    }
    return new Provenance(id, exchange.getMessage().getHeader("ce-source", String.class));
  }

  private Map<String, Object> map(Object answer) {
    return find(ObjectMapper.class).convertValue(answer, MAP);
  }

  private <T> T find(Class<T> type) {
    return CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), type);
  }

  private String text(String name, Exchange exchange) {
    String text = optional(name, exchange);
    return text == null ? "" : text;
  }

  /** Null where it is not given, or empty. */
  private @Nullable String optional(String name, Exchange exchange) {
    Expression expression = texts.get(name);
    String text = expression == null ? null : expression.evaluate(exchange, String.class);
    return text == null || text.isBlank() ? null : text;
  }

  private String textOrBody(String name, Exchange exchange) {
    String text = optional(name, exchange);
    if (text == null && !texts.containsKey(name)) {
      text = exchange.getMessage().getBody(String.class);
    }
    return text == null ? "" : text;
  }
}
