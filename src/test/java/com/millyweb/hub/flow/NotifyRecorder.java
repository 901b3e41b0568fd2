package com.millyweb.hub.flow;

import com.millyweb.hub.notify.wording.NoticeTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
    String template = String.valueOf(parameters.remove("template"));
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
            sent.add(new Sent(channel, evaluated, worded(template, exchange)));
          }
        };
      }

      @Override
      public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Notices are only sent");
      }
    };
  }

  /** What the shipped notice file of that name says. */
  static Map<String, Object> worded(String template, Exchange exchange) {
    try {
      Path file = Path.of("routes/flow", template + ".notice.yaml");
      return NoticeTemplate.compile(file.toString(), Files.readString(file))
          .say(exchange, Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
