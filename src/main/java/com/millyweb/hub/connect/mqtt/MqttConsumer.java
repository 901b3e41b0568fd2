package com.millyweb.hub.connect.mqtt;

import com.millyweb.hub.connect.Handover;
import com.millyweb.hub.connect.KeptConsumer;
import com.millyweb.hub.connect.Payload;
import com.millyweb.hub.http.GuardedSockets;
import com.millyweb.hub.text.Digest;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/**
 * Receives what is published on a topic, and acknowledges it when its route has stored it.
 *
 * <p>Camel's consumer acknowledges before it knows how its route ends, starts only where the broker
 * is there, and listens only after it is connected, when what the broker kept for it has passed.
 */
final class MqttConsumer extends KeptConsumer {
  private static final long ANSWER_MS = 10_000;
  private static final long END_MS = 1_000;
  private static final int PORT = 1883;
  private static final int ID_LENGTH = 16;

  /** How long the broker keeps what comes while the hub is away. */
  private static final long SESSION_SECONDS = Duration.ofDays(7).toSeconds();

  /** A message of quality 2 would be lost with a hub that dies before it is stored. */
  private static final int BEST_QUALITY = 1;

  /** Retained messages come with a new subscription only, not with each connection. */
  private static final int RETAINED_WHEN_NEW = 1;

  private final MqttComponent.MqttEndpoint endpoint;
  private final GuardedSockets sockets;
  private final Supplier<String> hub;

  MqttConsumer(
      MqttComponent.MqttEndpoint endpoint,
      Processor processor,
      GuardedSockets sockets,
      Handover handover,
      Supplier<String> hub) {
    super(endpoint, processor, handover);
    this.endpoint = endpoint;
    this.sockets = sockets;
    this.hub = hub;
  }

  @Override
  protected String target() {
    return endpoint.getConfiguration().getBrokerUrl();
  }

  @Override
  protected AutoCloseable open(Consumer<String> lost) throws Exception {
    URI broker = URI.create(target());
    sockets.check(broker.getHost(), broker.getPort() < 0 ? PORT : broker.getPort());
    var client = new MqttClient(target(), clientId(), new MemoryPersistence());
    try {
      client.setManualAcks(true);
      client.setTimeToWait(ANSWER_MS);
      client.setCallback(
          new MqttListener((topic, message) -> receive(client, topic, message), lost));
      client.connect(options());
      int quality = Math.min(endpoint.getConfiguration().getQos(), BEST_QUALITY);
      var subscription = new MqttSubscription(endpoint.getTopic(), quality);
      subscription.setRetainHandling(RETAINED_WHEN_NEW);
      client.subscribe(new MqttSubscription[] {subscription});
      return () -> close(client);
    } catch (Exception e) {
      close(client);
      throw e;
    }
  }

  /** What is on its way to the route is not waited for: it comes again. */
  private static void close(MqttClient client) throws MqttException {
    if (client.isConnected()) {
      client.disconnectForcibly(END_MS, END_MS);
    }
    client.close(true);
  }

  private MqttConnectionOptions options() {
    MqttConnectionOptions options = endpoint.options();
    options.setAutomaticReconnect(false);
    options.setCleanStart(endpoint.getEndpointUri().contains("cleanStart=true"));
    if (options.getSessionExpiryInterval() == null || options.getSessionExpiryInterval() <= 0) {
      options.setSessionExpiryInterval(SESSION_SECONDS);
    }
    return options;
  }

  /** The same at each start, so that the broker knows what it kept for whom. */
  private String clientId() {
    String given = endpoint.getConfiguration().getClientId();
    return given != null
        ? given
        : "hub-" + Digest.sha256Hex(hub.get() + "/" + getRouteId()).substring(0, ID_LENGTH);
  }

  private void receive(MqttClient client, String topic, MqttMessage message) throws MqttException {
    if (give(() -> exchange(topic, message), message.getPayload())) {
      client.messageArrivedComplete(message.getId(), message.getQos());
    }
  }

  private Exchange exchange(String topic, MqttMessage message) {
    Exchange exchange = createExchange(true);
    String type = message.getProperties() == null ? null : message.getProperties().getContentType();
    Payload payload = Payload.of(message.getPayload(), type);
    exchange.getMessage().setBody(payload.body());
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, payload.contentType());
    exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
    exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_QOS, message.getQos());
    return exchange;
  }
}
