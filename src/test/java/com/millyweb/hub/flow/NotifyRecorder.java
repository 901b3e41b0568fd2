package com.millyweb.hub.flow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for {@code notify:} and keeps what it is sent. */
final class NotifyRecorder extends DefaultComponent {
  final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What a flow told, with the key as its expression evaluated. */
  record Sent(String channel, String key, Map<?, ?> notice) {}

  @Override
  protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters) {
    Object key = parameters.remove("key");
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        return new DefaultProducer(this) {
          @Override
          public void process(Exchange exchange) {
            var simple = getCamelContext().resolveLanguage("simple");
            String evaluated =
                key == null
                    ? null
                    : simple.createExpression(key.toString()).evaluate(exchange, String.class);
            sent.add(new Sent(channel, evaluated, exchange.getMessage().getBody(Map.class)));
          }
        };
      }

      @Override
      public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Notices are only sent");
      }
    };
  }
}
