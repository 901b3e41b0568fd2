package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.route.RouteFile.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MQTT with a real broker. */
class MqttTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FILE = "ingress/home.camel.yaml";

  private static final ConnectFixture hub = new ConnectFixture();

  private Mosquitto broker;

  @BeforeEach
  void prepare() throws Exception {
    broker = Mosquitto.orSkip();
    receives(broker.url());
  }

  private static void receives(String broker) {
    hub.ingress(
        "home",
        "paho-mqtt5:home/+/temperature",
        "brokerUrl: " + broker,
        "",
        "event:home.temperature?subject=${header.CamelMqttTopic}");
  }

  @AfterEach
  void end() throws Exception {
    hub.clear();
    if (broker != null) {
      broker.close();
    }
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  @Test
  void what_is_published_is_an_event_with_its_topic() throws Exception {
    broker.start();
    hub.start();
    connected();

    broker.publish("home/attic/temperature", "21.5", "{\"c\": 30}", "warm");
    broker.publish("home/attic/humidity", "50");

    stored("21.5 map text", 3);
    assertThat(hub.events("home.temperature")).containsExactly(21.5, Map.of("c", 30), "warm");
    assertThat(hub.subjects("home.temperature")).containsOnly("home/attic/temperature");
  }

  @Test
  void broker_that_is_down_at_start_is_waited_for() throws Exception {
    hub.stop();
    hub.start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(hub.trouble())
                    .startsWith("ingress.home: " + broker.url() + ":")
                    .contains("refused"));

    broker.start();
    connected();
    broker.publish("home/attic/temperature", "1");
    stored("after the broker came", 1);
  }

  @Test
  void broker_that_is_killed_is_found_again() throws Exception {
    broker.start();
    hub.start();
    connected();
    broker.publish("home/attic/temperature", "1");
    stored("before", 1);

    broker.kill();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNotNull());
    broker.start();
    connected();
    broker.publish("home/attic/temperature", "2");

    stored("after", 2);
  }

  @Test
  void while_the_log_takes_nothing_the_broker_keeps_the_messages() throws Exception {
    broker.start();
    hub.start();
    connected();

    hub.whileTheLogTakesNothing(
        () -> {
          broker.publish("home/attic/temperature", "1", "2", "3");
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(hub.trouble()).contains("a message waits"));
          assertThat(hub.file(FILE).state()).isEqualTo(State.RUNNING);
        });

    stored("all", 3);
    assertThat(hub.events("home.temperature")).containsExactly(1, 2, 3);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  @Test
  void hub_that_ends_before_a_message_is_stored_gets_it_again() throws Exception {
    broker.start();
    hub.start();
    connected();
    hub.whileTheLogTakesNothing(
        () -> {
          broker.publish("home/attic/temperature", "1");
          await()
              .atMost(PATIENCE)
              .untilAsserted(() -> assertThat(hub.trouble()).contains("a message waits"));
          hub.stop();
        });
    broker.publish("home/attic/temperature", "2");

    hub.start();

    stored("both", 2);
    assertThat(hub.events("home.temperature")).containsExactly(1, 2);
  }

  @Test
  void message_that_the_route_cannot_take_does_not_block_the_next() throws Exception {
    broker.start();
    hub.ingress(
            "home",
            "paho-mqtt5:home/+/temperature",
            "brokerUrl: " + broker.url(),
            "- setBody:\n    jq: .celsius",
            "event:home.temperature")
        .start();
    connected();

    broker.publish("home/attic/temperature", "no json", "{\"celsius\": 20}");

    stored("the good one", 1);
    assertThat(hub.events("home.temperature")).containsExactly(20);
    assertThat(hub.events("connect.refused")).containsExactly("no json");
  }

  @Test
  void flow_publishes_and_tries_again_when_the_broker_is_back() throws Exception {
    hub.write(
            "flow/lamp.camel.yaml",
            """
            - route:
                id: flow.lamp
                description: Switches the lamp.
                from:
                  uri: event:lamp.switch
                  parameters: {backoff: 1s}
                  steps:
                    - setBody:
                        jq: .state
                    - to:
                        uri: paho-mqtt5:home/lamp/set
                        parameters:
                          brokerUrl: %s
                          qos: 1
                          retained: true
            """
                .formatted(broker.url()))
        .start();
    assertThat(hub.file("flow/lamp.camel.yaml").state()).isEqualTo(State.RUNNING);
    hub.append("lamp.switch", "{\"state\": \"on\"}");

    broker.start();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    var client = new MqttClient(broker.url(), "lamp", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription("home/lamp/set", 1)},
        new IMqttMessageListener[] {
          (topic, message) -> seen.add(new String(message.getPayload(), StandardCharsets.UTF_8))
        });
    // retained: the hub may be faster than this client
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("on");

    hub.append("lamp.switch", "{\"state\": \"off\"}");
    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("off");
    client.disconnect();
    client.close();
  }

  @Test
  void broker_in_a_private_network_is_refused_with_the_line_to_add() {
    receives("tcp://127.0.0.2:1883");
    hub.stop();
    hub.start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
    assertThat(hub.problem(FILE))
        .startsWith(FILE + ":5:")
        .contains("add to the configuration: hub.egress.allow: 127.0.0.2:1883");
  }

  private static void connected() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hub.trouble()).isNull());
  }

  private static void stored(String what, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(hub.events("home.temperature")).as(what).hasSize(count));
  }
}
