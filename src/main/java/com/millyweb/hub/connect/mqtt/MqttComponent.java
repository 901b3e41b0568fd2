package com.millyweb.hub.connect.mqtt;

import com.millyweb.hub.connect.CamelSetters;
import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.http.GuardedSockets;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.PropertyConfigurer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Camel's {@code paho-mqtt5:} with the hub's consumer. */
public final class MqttComponent extends PahoMqtt5Component {
  private final GuardedSockets sockets;
  private final Handover handover;
  private final Supplier<String> hub;

  /**
   * @param hub what tells this hub from others
   */
  public MqttComponent(GuardedSockets sockets, Handover handover, Supplier<String> hub) {
    this.sockets = sockets;
    this.handover = handover;
    this.hub = hub;
  }

  @Override
  public PropertyConfigurer getEndpointPropertyConfigurer() {
    return CamelSetters.ofEndpoint(getCamelContext(), "paho-mqtt5");
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new MqttEndpoint(uri, remaining, getConfiguration().copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** Lets the hub's consumer have what Camel makes of the options. */
  final class MqttEndpoint extends PahoMqtt5Endpoint {
    MqttEndpoint(String uri, String topic, PahoMqtt5Configuration configuration) {
      super(uri, topic, MqttComponent.this, configuration);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
      var consumer = new MqttConsumer(this, processor, sockets, handover, hub);
      configureConsumer(consumer);
      return consumer;
    }

    MqttConnectionOptions options() {
      return createMqttConnectionOptions();
    }
  }
}
