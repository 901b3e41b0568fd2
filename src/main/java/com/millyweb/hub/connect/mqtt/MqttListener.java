package com.millyweb.hub.connect.mqtt;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The two things that a subscription must hear: a message, and that the connection is gone. */
record MqttListener(Arrival arrival, Consumer<String> lost) implements MqttCallback {

  /** What is done with a message. */
  @FunctionalInterface
  interface Arrival {
    void of(String topic, MqttMessage message) throws MqttException;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) throws MqttException {
    arrival.of(topic, message);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    String reason = response.getReasonString();
    MqttException cause = response.getException();
    if (reason == null || reason.isBlank()) {
      reason = cause == null ? "the connection was closed" : String.valueOf(cause.getMessage());
    }
    lost.accept(reason);
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String url) {}

  @Override
  public void authPacketArrived(int reason, MqttProperties properties) {}
}
