package com.millyweb.hub.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.ingress.kind.JsonEvents;
import com.millyweb.hub.ingress.verify.HmacSignature;
import com.millyweb.hub.ingress.verify.Sender;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** A kind of door is a file: the schemes and normalisers are there to be put together. */
class KindInYamlTest {
  private static final String ROUTE =
      """
      - route:
          id: ingress.paypal
          description: A kind without Java
          from:
            uri: door:paypal
            parameters:
              header: X-Signature
              type: "{source}.{/event_type}"
              key: "{/id}"
              subject: "{X-Merchant}"
            steps:
              - bean: {ref: verify.hmac, method: verify}
              - bean: {ref: normalise.json, method: event}
      """;

  @Test
  void new_kind_needs_no_java() throws Exception {
    try (var camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("verify.hmac", new HmacSignature(Sender.at(0)));
      camel.getRegistry().bind("normalise.json", new JsonEvents());
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("paypal.camel.yaml", ROUTE));
      camel.start();
      String body = "{\"id\":\"WH-1\",\"event_type\":\"sale.done\"}";
      String signature = HubWithDoors.hmac("HmacSHA256", "secret", body);
      Webhook webhook =
          Sender.of(KindFixture.read("paypal", ROUTE), "secret")
              .sends(body, Map.of("X-Signature", signature, "X-Merchant", "m1"));

      NewEvent event;
      try (var template = camel.createProducerTemplate()) {
        event = template.requestBody("direct:ingress.paypal", webhook, NewEvent.class);
      }
      assertThat(event.type()).isEqualTo("shop.sale.done");
      assertThat(event.key()).isEqualTo("WH-1");
      assertThat(event.subject()).isEqualTo("m1");
    }
  }
}
