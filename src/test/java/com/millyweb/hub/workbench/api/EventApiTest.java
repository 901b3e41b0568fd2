package com.millyweb.hub.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.access.Past;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EventApiTest {
  private static HubFixture hub;
  private static Past past;

  @BeforeAll
  static void start() {
    hub = HubFixture.start(Map.of());
    past = new Past(hub);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void pages_are_complete_and_without_duplicates_while_events_arrive() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 95; i++) {
      expected.add(0, past.event("paging.event", "paging", null, "{}").toString());
    }
    List<String> seen = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          Http.asAdmin(hub)
              .get("/api/events?source=paging&limit=10" + (next.isEmpty() ? "" : "&cursor=" + next))
              .json();
      page.get("items").forEach(event -> seen.add(event.get("id").asText()));
      next = page.get("next").isNull() ? "" : page.get("next").asText();
      past.event("paging.event", "latecomer", null, "{}");
    } while (!next.isEmpty());
    assertThat(seen).isEqualTo(expected);
    assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
  }

  @Test
  void a_rare_event_is_found_behind_many_others() {
    UUID rare = past.event("needle.found", "haystack", null, "{}");
    JdbcClient.create(hub.database().dataSource())
        .sql(
            """
            insert into event (id, at, type, source, time, content_type, data)
            select gen_random_uuid(), now() + n * interval '1 microsecond', 'hay.straw', 'haystack', now(),
              'application/json', '{}'
            from generate_series(1, 100000) n
            """)
        .update();
    JsonNode page = Http.asAdmin(hub).get("/api/events?type=needle.*").json();
    assertThat(page.get("items").size()).isEqualTo(1);
    assertThat(page.get("items").get(0).get("id").asText()).isEqualTo(rare.toString());
    assertThat(page.get("next").isNull()).isTrue();
  }

  @Test
  void events_are_filtered_by_type_source_subject_and_time() {
    past.event("filter.a", "filters", "one", "{}");
    UUID wanted = past.event("filter.a.deep", "filters", "two", "{}");
    past.event("filter.b", "filters", "two", "{}");
    Http admin = Http.asAdmin(hub);
    assertThat(ids(admin.get("/api/events?source=filters&type=filter.a.**"))).hasSize(2);
    assertThat(ids(admin.get("/api/events?source=filters&type=filter.*"))).hasSize(2);
    assertThat(ids(admin.get("/api/events?source=filters&type=filter.a.**&subject=two")))
        .containsExactly(wanted.toString());
    assertThat(ids(admin.get("/api/events?source=filters&to=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(ids(admin.get("/api/events?source=filters&from=2020-01-01T00:00:00Z"))).hasSize(3);
  }

  @Test
  void an_event_tells_what_became_of_it() {
    int chat = past.subscription("flow.story-chat", "story.*");
    int disk = past.subscription("flow.story-disk", "story.*");
    UUID event =
        past.event("story.begun", "story", "s-1", "{\"n\":12345678901234567890,\"x\":1.10}");
    past.finished(chat, event, "done");
    long dead = past.delivery(disk, event, 3, "disk is full");
    past.attempt(dead, event, "failed", "disk is full");
    UUID notice = past.event("notify.inbox", "hub", "ops/inbox", "application/json", "{}", event);

    Http.Answer answer = Http.asAdmin(hub).get("/api/events/" + event);
    assertThat(answer.body()).contains("\"data\":{\"n\":12345678901234567890,\"x\":1.10}");
    JsonNode shown = answer.json();
    assertThat(shown.get("deliveries").findValuesAsText("state"))
        .containsExactlyInAnyOrder("done", "dead");
    JsonNode failed =
        IntStream.range(0, 2)
            .mapToObj(shown.get("deliveries")::get)
            .filter(delivery -> delivery.get("state").asText().equals("dead"))
            .findFirst()
            .orElseThrow();
    assertThat(failed.get("subscription").asText()).isEqualTo("flow.story-disk");
    assertThat(failed.get("attempts").get(0).get("error").asText()).isEqualTo("disk is full");
    assertThat(shown.get("caused").get(0).get("id").asText()).isEqualTo(notice.toString());
    assertThat(
            Http.asAdmin(hub).get("/api/events/" + notice).json().get("cause").get("id").asText())
        .isEqualTo(event.toString());
    assertThat(
            Http.asAdmin(hub)
                .get("/api/events?source=story")
                .json()
                .get("items")
                .get(0)
                .get("deliveries"))
        .hasToString("{\"dead\":1,\"done\":1}");
  }

  @Test
  void data_that_is_no_json_is_given_as_base64_and_as_a_download() {
    UUID event = past.event("raw.data", "raw", null, "text/plain", "<b>hi</b>", null);
    JsonNode shown = Http.asAdmin(hub).get("/api/events/" + event).json();
    assertThat(shown.get("dataBase64").asText()).isEqualTo("PGI+aGk8L2I+");
    Http.Answer download = Http.asAdmin(hub).get("/api/events/" + event + "/data");
    assertThat(download.body()).isEqualTo("<b>hi</b>");
    assertThat(download.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(download.header("Content-Disposition")).startsWith("attachment");
  }

  @Test
  void data_that_only_claims_to_be_json_does_not_break_the_answer() {
    UUID event = past.event("broken.json", "broken", null, "{\"a\":");
    Http.Answer answer = Http.asAdmin(hub).get("/api/events/" + event);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("dataBase64").asText()).isNotEmpty();
  }

  @Test
  void what_a_chat_needs_for_an_answer_is_shown_to_nobody() {
    UUID event =
        past.event(
            "chat.message",
            "slack",
            null,
            "{\"text\":\"hi\",\"reply\":{\"response_url\":\"https://hooks.slack.com/commands/secret\"}}");
    String shown = Http.asAdmin(hub).get("/api/events/" + event).body();
    String downloaded = Http.asAdmin(hub).get("/api/events/" + event + "/data").body();
    assertThat(shown + downloaded)
        .contains("\"text\":\"hi\"")
        .contains("response_url")
        .doesNotContain("secret");
  }

  @Test
  void deliveries_are_listed_by_state() {
    int subscription = past.subscription("flow.states", "states.*");
    UUID event = past.event("states.event", "states", null, "{}");
    long waiting = past.delivery(subscription, event, 0, null);
    long blocked = past.delivery(subscription, event, 2, null);
    long dead = past.delivery(subscription, event, 3, "no");
    past.finished(subscription, event, "done");
    past.finished(subscription, event, "filtered");
    assertThat(states("waiting")).containsExactly(waiting);
    assertThat(states("blocked")).containsExactly(blocked);
    assertThat(states("dead")).containsExactly(dead);
    assertThat(states("done")).hasSize(1);
    assertThat(states("filtered")).hasSize(1);
    assertThat(states("discarded")).isEmpty();

    JdbcClient.create(hub.database().dataSource())
        .sql("update subscription set state = 'parked' where id = ?")
        .param(subscription)
        .update();
    assertThat(states("waiting")).isEmpty();
    assertThat(states("parked")).containsExactly(blocked, waiting);

    JsonNode row = null;
    for (JsonNode item : Http.asAdmin(hub).get("/api/subscriptions").json().get("items")) {
      row = item.get("name").asText().equals("flow.states") ? item : row;
    }
    assertThat(row).isNotNull();
    assertThat(row.get("state").asText()).isEqualTo("parked");
    assertThat(row.get("waiting").asInt()).isEqualTo(1);
    assertThat(row.get("blocked").asInt()).isEqualTo(1);
    assertThat(row.get("dead").asInt()).isEqualTo(1);
    assertThat(row.get("dueSince").asText()).isNotEmpty();
  }

  @Test
  void replay_and_retry_hand_out_again() throws Exception {
    past.subscription("flow.again", "again.*");
    UUID event = past.event("again.event", "again", null, "{}");
    Http admin = Http.asAdmin(hub);
    JsonNode made = admin.post("/api/events/" + event + "/replay", "{}").json();
    assertThat(made).hasToString("{\"deliveries\":1}");
    JsonNode waiting = admin.get("/api/deliveries?subscription=flow.again").json().get("items");
    assertThat(waiting).hasSize(1);
    long id = waiting.get(0).get("id").asLong();
    assertThat(admin.post("/api/deliveries/" + id + "/retry", "").status()).isEqualTo(409);

    kill(id);
    assertThat(admin.post("/api/deliveries/" + id + "/retry", "").status()).isEqualTo(202);
    kill(id);
    assertThat(admin.post("/api/deliveries/retry", "{\"subscription\":\"flow.again\"}").json())
        .hasToString("{\"deliveries\":1}");
    kill(id);
    assertThat(admin.post("/api/deliveries/" + id + "/discard", "").status()).isEqualTo(200);
    assertThat(admin.get("/api/deliveries?state=discarded").json().get("items").get(0).get("id"))
        .hasToString(String.valueOf(id));

    String many =
        "{\"type\":\"again.**\",\"from\":\"2020-01-01T00:00:00Z\",\"subscription\":\"flow.again\",\"dryRun\":%s}";
    assertThat(admin.post("/api/events/replay", many.formatted("true")).json())
        .isEqualTo(new ObjectMapper().readTree("{\"events\":1,\"orMore\":false}"));
    assertThat(admin.post("/api/events/replay", many.formatted("false")).json())
        .hasToString("{\"deliveries\":1}");
  }

  private static void kill(long delivery) {
    JdbcClient.create(hub.database().dataSource())
        .sql("update delivery set state = 3, ended_at = now(), reason = 'test' where id = ?")
        .param(delivery)
        .update();
  }

  private static List<Long> states(String state) {
    List<Long> ids = new ArrayList<>();
    Http.asAdmin(hub)
        .get("/api/deliveries?subscription=flow.states&state=" + state)
        .json()
        .get("items")
        .forEach(delivery -> ids.add(delivery.get("id").asLong()));
    return ids;
  }

  private static List<String> ids(Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().get("items").findValuesAsText("id");
  }
}
