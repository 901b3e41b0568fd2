package com.millyweb.hub.workbench.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs and what people decide about them, as a program does it over HTTP. */
class RunApiTest {
  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk = RunDesk.start(Map.of("hub.notify.channels.family[0].medium", "inbox"));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @AfterEach
  void finish() {
    desk.model.finish();
  }

  @Test
  void a_program_asks_an_agent_and_waits_for_its_answer() {
    desk.model.says(Said.text("Let me look.").call("look", "{\"what\":\"disk\"}"));
    desk.model.says("It is ", "half full.");
    Http.Answer answer =
        desk.http()
            .post(
                "/api/runs",
                "{\"agent\":\"clerk\",\"task\":\"How full is the disk?\",\"wait\":\"30s\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode run = answer.json().get("run");
    assertThat(run.get("state").asText()).isEqualTo("done");
    assertThat(run.get("answer").asText()).isEqualTo("It is half full.");
    assertThat(run.get("origin").asText()).isEqualTo("api");
    assertThat(run.get("person").asText()).isEqualTo("administrator");
    assertThat(run.get("taint")).isEmpty();

    String id = answer.json().get("id").asText();
    JsonNode shown = desk.shown(id);
    assertThat(shown.get("steps").findValuesAsText("kind"))
        .containsExactly("model", "tool", "model");
    assertThat(shown.at("/steps/1/name").asText()).isEqualTo("look");
    assertThat(shown.at("/steps/1/arguments").asText()).isEqualTo("{\"what\":\"disk\"}");
    assertThat(shown.at("/steps/1/result").asText()).isEqualTo("looked disk");
    assertThat(shown.at("/steps/1/decision").asText()).isEqualTo("it only reads");

    JsonNode question = desk.http().get("/api/runs/%s/steps/3/question".formatted(id)).json();
    assertThat(question.get("items").findValuesAsText("role"))
        .containsExactly("system", "user", "assistant", "tool");
    assertThat(desk.http().get("/api/runs/%s/steps/2/question".formatted(id)).status())
        .isEqualTo(404);

    JsonNode replay = desk.http().post("/api/runs/%s/replay".formatted(id), "{}").json();
    assertThat(replay.get("equal").asBoolean()).as(replay.toString()).isTrue();
    assertThat(replay.get("questions")).hasSize(2);
  }

  @Test
  void the_same_key_is_the_same_run() {
    desk.model.says("Once.");
    String body = "{\"agent\":\"clerk\",\"task\":\"%s\",\"wait\":\"30s\"}";
    Http keyed = desk.http().with("Idempotency-Key", "order-7");
    JsonNode first = keyed.post("/api/runs", body.formatted("Ship it")).json();
    JsonNode second = keyed.post("/api/runs", body.formatted("Ship it")).json();
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(first.get("duplicate").asBoolean()).isFalse();
    assertThat(second.get("duplicate").asBoolean()).isTrue();
    assertThat(second.at("/run/answer").asText()).isEqualTo("Once.");
    Http.Answer other = keyed.post("/api/runs", body.formatted("Ship another"));
    assertThat(other.status()).isEqualTo(409);
    // another caller means another run by it
    desk.model.says("Again.");
    JsonNode anothers =
        desk.as("operator")
            .with("Idempotency-Key", "order-7")
            .post("/api/runs", body.formatted("Ship it"))
            .json();
    assertThat(anothers.get("id")).isNotEqualTo(first.get("id"));
  }

  @Test
  void what_cannot_begin_is_refused_by_name() {
    assertRefused("{\"agent\":\"clark\",\"task\":\"x\"}", "did you mean 'clerk'?");
    assertRefused("{\"agent\":\"clerk\",\"task\":\" \"}", "'task' must say");
    assertRefused("{\"agent\":\"clerk\",\"task\":\"x\",\"wait\":\"1h\"}", "'wait' must be at most");
    assertRefused(
        "{\"agent\":\"clerk\",\"task\":\"x\",\"budget\":{\"steps\":0}}",
        "'budget.steps' must be 1 to 1000, was: 0");
    assertThat(desk.as("viewer").post("/api/runs", "{\"agent\":\"clerk\",\"task\":\"x\"}").status())
        .isEqualTo(403);
  }

  private static void assertRefused(String body, String why) {
    Http.Answer answer = desk.http().post("/api/runs", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).contains(why);
  }

  @Test
  void a_viewer_sees_what_a_run_does_but_not_what_was_said() {
    desk.model.says(Said.calling("look", "{\"what\":\"secretplans\"}"));
    desk.model.says("The plans say so.");
    String id = desk.begin("What do the plans say?");
    desk.in("done", id);
    Http viewer = desk.as("viewer");
    Http.Answer seen = viewer.get("/api/runs/" + id);
    assertThat(seen.body())
        .doesNotContain("plans")
        .contains("******")
        .contains("\"look\"")
        .contains("clerk");
    assertThat(viewer.get("/api/runs").body()).doesNotContain("plans").contains(id);
    assertThat(viewer.get("/api/runs/%s/events".formatted(id)).body())
        .doesNotContain("plans")
        .contains("event:ended");
    assertThat(viewer.get("/api/runs/%s/steps/1/question".formatted(id)).status()).isEqualTo(403);
  }

  @Test
  void an_operator_approves_a_call_and_the_second_one_is_told_who_did() {
    desk.model.says(Said.calling("ship", "{\"what\":\"order 7\"}"));
    String id = desk.begin("Ship order 7");
    long number = desk.question(id);
    JsonNode open = desk.http().get("/api/approvals").json().get("items").get(0);
    assertThat(open.get("number").asLong()).isEqualTo(number);
    assertThat(open.get("arguments").asText()).isEqualTo("{\"what\":\"order 7\"}");
    assertThat(desk.as("viewer").get("/api/approvals").body()).doesNotContain("order 7");

    desk.model.says("It is shipped.");
    Http.Answer decided =
        desk.http().post("/api/approvals/" + number, "{\"decision\":\"approve\"}");
    assertThat(decided.status()).as(decided.body()).isEqualTo(200);
    assertThat(decided.json().get("state").asText()).isEqualTo("approved");
    assertThat(decided.json().get("by").asText()).isEqualTo("administrator");
    JsonNode run = desk.in("done", id);
    assertThat(run.at("/steps/1/result").asText()).isEqualTo("shiped order 7");

    Http.Answer late = desk.http().post("/api/approvals/" + number, "{\"decision\":\"reject\"}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("detail").asText())
        .startsWith("A%d is approved by administrator since 20".formatted(number));
    assertThat(desk.http().get("/api/audit").body()).contains("approval.decide");
  }

  @Test
  void an_edit_must_fit_the_contract_and_is_what_the_tool_gets() {
    desk.model.says(Said.calling("ship", "{\"what\":\"all\"}"));
    String id = desk.begin("Ship something");
    long number = desk.question(id);
    Http.Answer wrong =
        desk.http()
            .post(
                "/api/approvals/" + number,
                "{\"decision\":\"edit\",\"arguments\":{\"which\":\"one\"}}");
    assertThat(wrong.status()).as(wrong.body()).isEqualTo(400);
    assertThat(wrong.json().get("detail").asText()).contains("'which'");
    assertThat(
            desk.http()
                .post("/api/approvals/" + number, "{\"decision\":\"edit\"}")
                .json()
                .get("detail")
                .asText())
        .contains("must be the new arguments");
    desk.model.says("One is shipped.");
    Http.Answer edited =
        desk.http()
            .post(
                "/api/approvals/" + number,
                "{\"decision\":\"edit\",\"arguments\":{\"what\":\"one\"}}");
    assertThat(edited.status()).as(edited.body()).isEqualTo(200);
    assertThat(edited.json().get("edited").asText()).isEqualTo("{\"what\":\"one\"}");
    assertThat(desk.in("done", id).at("/steps/1/result").asText()).isEqualTo("shiped one");
  }

  @Test
  void a_question_that_is_passed_on_stays_open() {
    desk.model.says(Said.calling("ship", "{\"what\":\"y\"}"));
    String id = desk.begin("Ship y");
    long number = desk.question(id);
    Http.Answer nowhere =
        desk.http()
            .post("/api/approvals/" + number, "{\"decision\":\"pass\",\"channel\":\"famly\"}");
    assertThat(nowhere.status()).isEqualTo(400);
    assertThat(nowhere.json().get("detail").asText())
        .isEqualTo("'channel' must be one of [family, ops], was: 'famly'");
    Http.Answer passed =
        desk.http()
            .post("/api/approvals/" + number, "{\"decision\":\"pass\",\"channel\":\"family\"}");
    assertThat(passed.status()).as(passed.body()).isEqualTo(200);
    assertThat(passed.json().get("state").asText()).isEqualTo("open");
    assertThat(passed.json().get("passedTo").get(0).asText()).isEqualTo("family");
    assertThat(
            desk.http()
                .post(
                    "/api/approvals/" + number, "{\"decision\":\"approve\",\"channel\":\"family\"}")
                .status())
        .isEqualTo(400);
    desk.model.says("Not shipped.");
    desk.http().post("/api/approvals/" + number, "{\"decision\":\"reject\"}");
    desk.in("done", id);
  }

  @Test
  void a_run_that_nobody_wants_any_more_is_cancelled() {
    desk.model.says(Said.calling("ship", "{\"what\":\"x\"}"));
    String id = desk.begin("Ship x");
    desk.question(id);
    Http.Answer cancelled = desk.http().post("/api/runs/%s/cancel".formatted(id), "{}");
    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(cancelled.json().get("state").asText()).isEqualTo("cancelled");
    assertThat(desk.http().post("/api/runs/%s/cancel".formatted(id), "{}").status()).isEqualTo(409);
  }

  @Test
  void a_fork_asks_again_with_other_words_and_does_nothing_twice() {
    desk.model.says(Said.calling("look", "{\"what\":\"disk\"}"));
    desk.model.says("Full.");
    String id = desk.begin("How is the disk?");
    desk.in("done", id);
    desk.model.says("Nearly full, I am afraid.");
    Http.Answer forked =
        desk.http()
            .post(
                "/api/runs/%s/fork".formatted(id),
                "{\"step\":3,\"prompt\":\"You are very polite.\"}");
    assertThat(forked.status()).as(forked.body()).isEqualTo(202);
    String fork = forked.json().get("id").asText();
    JsonNode run = desk.in("done", fork);
    assertThat(run.at("/run/answer").asText()).isEqualTo("Nearly full, I am afraid.");
    assertThat(run.at("/run/forkedFrom").asText()).isEqualTo(id);
    assertThat(desk.model.question().toString()).contains("You are very polite.");
    JsonNode compared = desk.http().get("/api/runs/%s/compare/%s".formatted(id, fork)).json();
    assertThat(compared.get("equal").asInt()).isEqualTo(2);
    assertThat(compared.at("/different/0/fields").findValuesAsText("")).isEmpty();
    assertThat(compared.at("/different/0/left/result").asText()).isEqualTo("Full.");
    assertThat(compared.at("/different/0/fields").toString()).isEqualTo("[\"result\"]");
    assertThat(
            desk.http()
                .post("/api/runs/%s/fork".formatted(id), "{\"step\":2}")
                .json()
                .get("detail")
                .asText())
        .contains("'step' must be the number of a step of a model");
  }

  @Test
  void runs_are_listed_by_agent_state_and_conversation_page_by_page() {
    var hold = new CountDownLatch(1);
    desk.model.says(Said.nothing().until(hold).then("Later."));
    String body = "{\"agent\":\"clerk\",\"task\":\"x\",\"conversation\":\"pages\"}";
    String id = desk.http().post("/api/runs", body).json().get("id").asText();
    assertThat(ids("?conversation=pages&state=running")).containsExactly(id);
    hold.countDown();
    desk.in("done", id);
    desk.model.says("Two.");
    String second = desk.http().post("/api/runs", body).json().get("id").asText();
    desk.in("done", second);
    assertThat(ids("?conversation=pages&agent=clerk")).containsExactly(second, id);
    JsonNode page = desk.http().get("/api/runs?conversation=pages&limit=1").json();
    assertThat(ids("?conversation=pages&cursor=" + page.get("next").asText())).containsExactly(id);
    assertThat(ids("?agent=nobody")).isEmpty();
    assertThat(desk.http().get("/api/agents").json().at("/items/0/tools").toString())
        .isEqualTo("[\"look\",\"ship\"]");
  }

  private static List<String> ids(String query) {
    return desk.http().get("/api/runs" + query).json().get("items").findValuesAsText("id");
  }
}
