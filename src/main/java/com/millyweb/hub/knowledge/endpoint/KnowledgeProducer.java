package com.millyweb.hub.knowledge.endpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.step.StepTexts;
import com.millyweb.hub.knowledge.DocumentPlace;
import com.millyweb.hub.knowledge.Documents;
import com.millyweb.hub.knowledge.Memories;
import com.millyweb.hub.knowledge.Provenance;
import com.millyweb.hub.knowledge.Search;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Does what its endpoint says, and puts what came of it into the body, as maps and lists. */
final class KnowledgeProducer extends DefaultProducer {
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final KnowledgeEndpoint endpoint;
  private final StepTexts texts;

  KnowledgeProducer(KnowledgeEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.texts = new StepTexts(endpoint.getCamelContext());
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    texts.with(endpoint.texts());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    exchange.getMessage().setBody(run(texts.of(exchange), exchange));
  }

  private Object run(Map<String, String> given, Exchange exchange) throws Exception {
    String tenant = given.getOrDefault("tenant", "");
    return switch (endpoint.getAction()) {
      case search ->
          map(
              find(Search.class)
                  .find(
                      tenant,
                      textOrBody("question", given, exchange),
                      optional("source", given),
                      endpoint.getLimit()));
      case store -> store(place(tenant, given), given, exchange);
      case delete -> Map.of("deleted", find(Documents.class).delete(place(tenant, given)));
      case remember -> {
        find(Memories.class)
            .remember(
                tenant,
                given.getOrDefault("fact", ""),
                textOrBody("text", given, exchange),
                provenance(exchange));
        yield Map.of("fact", given.getOrDefault("fact", ""));
      }
      case recall ->
          Map.of(
              "facts",
              find(Memories.class)
                  .recall(tenant, given.getOrDefault("fact", ""), "", endpoint.getLimit())
                  .stream()
                  .map(this::map)
                  .toList());
      case forget ->
          Map.of("forgotten", find(Memories.class).forget(tenant, given.getOrDefault("fact", "")));
    };
  }

  private Object store(DocumentPlace place, Map<String, String> given, Exchange exchange)
      throws Exception {
    var said =
        new Documents.Given(
            optional("title", given),
            optional("contentType", given),
            optional("version", given),
            provenance(exchange));
    try (InputStream content = content(exchange.getMessage())) {
      return map(find(Documents.class).store(place, content, said));
    }
  }

  private static InputStream content(Message message) throws InvalidPayloadException {
    Object body = message.getBody();
    if (body == null) {
      return new ByteArrayInputStream(new byte[0]);
    }
    return message.getMandatoryBody(InputStream.class);
  }

  private static DocumentPlace place(String tenant, Map<String, String> given) {
    return new DocumentPlace(
        tenant, given.getOrDefault("source", ""), given.getOrDefault("path", ""));
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

  /** Null where it is not given, or empty. */
  private static @Nullable String optional(String name, Map<String, String> given) {
    String text = given.get(name);
    return text == null || text.isBlank() ? null : text;
  }

  private static String textOrBody(String name, Map<String, String> given, Exchange exchange) {
    String text =
        given.containsKey(name) ? given.get(name) : exchange.getMessage().getBody(String.class);
    return text == null ? "" : text;
  }
}
