package com.millyweb.hub.service.pigeon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What it takes to add a service that people talk in: the classes of this package and a route file
 * for each way. Nothing of the hub knows pigeons.
 */
class PigeonTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Path ROUTES = Path.of("src/test/resources/service/pigeon/routes");
  private static final String TOKEN = "token-of-the-loft-with-32-letters";
  private static final String ANN = "nl-17-4";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static FakeLoft loft;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    loft = new FakeLoft();
    hub = start(Map.of("hub.people.ann.pigeon", ANN));
  }

  @AfterAll
  static void stop() {
    hub.close();
    loft.close();
  }

  private static HubFixture start(Map<String, String> people) {
    Map<String, String> properties = new HashMap<>(people);
    properties.put("hub.route.packaged", "true");
    properties.put("hub.ingress.sources.pigeon.secret", TOKEN);
    properties.put("hub.notify.pigeon.base-url", loft.url());
    return HubFixture.startWithBeansOfTests(ROUTES, properties);
  }

  @Test
  void words_are_answered_by_a_flow_that_came_with_the_hub() throws Exception {
    send(Map.of("id", "1", "loft", "tower", "band", "be-01-1", "words", "ping"));
    await().atMost(LONG).until(() -> !notes("tower").isEmpty());
    assertThat(notes("tower").get(0).path("text").asText()).isEqualTo("pong");
  }

  @Test
  void button_is_decided_by_who_may_and_by_nobody_else() throws Exception {
    send(Map.of("id", "2", "loft", "roof", "band", ANN, "words", "coffee"));
    await().atMost(LONG).until(() -> !notes("roof").isEmpty());
    JsonNode asked = notes("roof").get(0);
    assertThat(asked.path("text").asText()).isEqualTo("Shall I make coffee?");
    String token = asked.path("buttons").path(0).path("token").asText();

    press("3", "be-01-1", token);
    await().atMost(LONG).until(() -> !loft.whispers("be-01-1").isEmpty());
    assertThat(loft.whispers("be-01-1").get(0))
        .contains("only the hub's operators")
        .contains("Your id is be-01-1; no operator has it in hub.people.*.pigeon.");

    press("4", ANN, token);
    await().atMost(LONG).until(() -> notes("roof").size() == 2 && isDecided());
    assertThat(loft.whispers(ANN)).containsExactly("Yes: done");
    assertThat(notes("roof").get(1).path("text").asText()).isEqualTo("Coffee for ann");
  }

  @Test
  void person_has_no_key_for_a_service_that_nobody_added() {
    assertThatThrownBy(() -> start(Map.of("hub.people.ann.pidgeon", ANN)).close())
        .rootCause()
        .hasMessage(
            "hub.people.ann.pidgeon is not a key of the hub; did you mean hub.people.ann.pigeon?");
    assertThatThrownBy(() -> start(Map.of("hub.people.ann.pigeon", "Ann")).close())
        .rootCause()
        .hasMessage("hub.people.ann.pigeon must be ids, not names, was: 'Ann'");
  }

  private static boolean isDecided() {
    JsonNode note = notes("roof").get(0);
    return note.path("text").asText().contains("Yes** — ann") && note.path("buttons").isEmpty();
  }

  private static List<JsonNode> notes(String place) {
    return loft.notes().stream().filter(note -> note.path("loft").asText().equals(place)).toList();
  }

  private static void press(String id, String band, String token) throws Exception {
    send(Map.of("id", id, "loft", "roof", "band", band, "note", "0", "button", token));
  }

  private static void send(Map<String, String> letter) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(hub.url() + "/hooks/pigeon"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(letter)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }
}
