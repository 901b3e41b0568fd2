package com.millyweb.hub.connect;

import com.millyweb.hub.http.GuardedSockets;
import java.net.URI;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.jspecify.annotations.Nullable;

/** {@code paho-mqtt5:<topic>?brokerUrl=tcp://host:1883}. */
final class Brokers {
  private static final Map<String, Integer> PORTS =
      Map.of("tcp", 1883, "mqtt", 1883, "ssl", 8883, "mqtts", 8883, "ws", 80, "wss", 443);

  private Brokers() {}

  static void confine(Endpoint endpoint, Hosts hosts, @Nullable GuardedSockets sockets) {
    var configuration = ((PahoMqtt5Endpoint) endpoint).getConfiguration();
    URI broker = broker(configuration.getBrokerUrl());
    hosts.require(broker.getHost(), port(broker));
    if (sockets != null && broker.getScheme().equals("tcp")) {
      configuration.setSocketFactory(sockets);
    }
    if (configuration.getConnectionTimeout() > 10) {
      configuration.setConnectionTimeout(10);
    }
  }

  private static URI broker(String url) {
    try {
      URI broker = URI.create(url);
      if (broker.getHost() != null && PORTS.containsKey(broker.getScheme())) {
        return broker;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "brokerUrl must be tcp://host:1883, ssl://host:8883, ws://… or wss://…, was: '%s'"
            .formatted(url));
  }

  private static int port(URI broker) {
    return broker.getPort() < 0 ? PORTS.get(broker.getScheme()) : broker.getPort();
  }
}
