package com.millyweb.hub.workbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.workbench.EventStream;
import com.millyweb.hub.workbench.EventStream.Event;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client of OpenAI's API gets of the hub's agents, byte by byte. */
class OpenAiApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JWT_SECRET = "a-secret-of-both";

  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk =
        RunDesk.start(
            Map.of(
                "hub.access.openwebui-jwt-secret",
                JWT_SECRET,
                // the hub that stops does not wait long for a model that is held, nor the next one
                // for what it had
                "camel.main.shutdown-timeout",
                "2",
                "hub.event.lease",
                "10s"));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @AfterEach
  void finish() {
    desk.model.finish();
  }

  private static String ask(String more, String... turns) {
    StringBuilder messages = new StringBuilder();
    for (int i = 0; i < turns.length; i++) {
      messages.append(
          JSON.createObjectNode()
              .put("role", (turns.length - i) % 2 == 1 ? "user" : "assistant")
              .put("content", turns[i]));
      messages.append(i + 1 < turns.length ? "," : "");
    }
    return "{\"model\":\"clerk\",\"messages\":[%s]%s}".formatted(messages, more);
  }

  private static Http.Answer chat(String body) {
    return desk.http().post("/v1/chat/completions", body);
  }

  private static List<Event> stream(String more, String... turns) throws Exception {
    try (EventStream stream =
        EventStream.post(
            desk.hub(), "/v1/chat/completions", ask(",\"stream\":true" + more, turns))) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      return stream.rest();
    }
  }

  private static String text(List<Event> chunks) {
    return chunks.stream()
        .filter(chunk -> !chunk.data().equals("[DONE]"))
        .map(chunk -> chunk.json().at("/choices/0/delta/content").asText(""))
        .collect(Collectors.joining());
  }

  @Test
  void agents_and_models_are_its_models() {
    JsonNode list = desk.http().get("/v1/models").json();
    assertThat(list.get("object").asText()).isEqualTo("list");
    assertThat(list.get("data").findValuesAsText("id"))
        .contains("clerk", "model:chat", "model:small");
    assertThat(desk.http().get("/v1/models/clerk").json().get("owned_by").asText())
        .isEqualTo("hub");
    assertThat(desk.http().get("/v1/models/model:chat").status()).isEqualTo(200);
    assertThat(desk.http().get("/v1/models/nobody").status()).isEqualTo(404);
    assertThat(desk.http().get("/v1/models/nobody").body())
        .contains("\"There is no model 'nobody', see /v1/models\"");
  }

  @Test
  void a_whole_answer_knows_what_was_said_before() {
    desk.model.says("Anna, of course.");
    Http.Answer answer = chat(ask("", "I am Anna.", "Hello Anna.", "Who am I?"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode all = answer.json();
    assertThat(all.get("object").asText()).isEqualTo("chat.completion");
    assertThat(all.get("model").asText()).isEqualTo("clerk");
    assertThat(all.at("/choices/0/message/role").asText()).isEqualTo("assistant");
    assertThat(all.at("/choices/0/message/content").asText()).isEqualTo("Anna, of course.");
    assertThat(all.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(all.at("/usage/prompt_tokens").asLong()).isPositive();
    assertThat(all.at("/usage/completion_tokens").asLong()).isEqualTo(1);
    assertThat(desk.model.question().get("messages").findValuesAsText("content"))
        .endsWith("I am Anna.", "Hello Anna.", "Who am I?");
    JsonNode run = desk.shown(answer.header("X-Hub-Run")).get("run");
    assertThat(run.get("origin").asText()).isEqualTo("openai");
    assertThat(run.get("task").asText()).isEqualTo("Who am I?");
  }

  @Test
  void a_stream_has_each_word_at_once_and_one_end() throws Exception {
    var hold = new CountDownLatch(1);
    desk.model.says(Said.text("Once").until(hold).then(" upon", " a time."));
    try (EventStream stream =
        EventStream.post(
            desk.hub(),
            "/v1/chat/completions",
            ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}", "Tell a story"))) {
      JsonNode first = stream.next().json();
      assertThat(first.get("object").asText()).isEqualTo("chat.completion.chunk");
      assertThat(first.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
      // the model has not said the rest
      assertThat(stream.next().json().at("/choices/0/delta/content").asText()).isEqualTo("Once");
      hold.countDown();
      List<Event> rest = stream.rest();
      assertThat(text(rest)).isEqualTo(" upon a time.");
      assertThat(rest.get(rest.size() - 1).data()).isEqualTo("[DONE]");
      JsonNode usage = rest.get(rest.size() - 2).json();
      assertThat(usage.get("choices")).isEmpty();
      assertThat(usage.at("/usage/total_tokens").asLong()).isGreaterThan(3);
      assertThat(rest.stream().filter(chunk -> chunk.data().contains("\"finish_reason\":\"stop\"")))
          .hasSize(1);
    }
  }

  @Test
  void tools_are_shown_and_never_handed_to_the_client() throws Exception {
    desk.model.says(Said.text("I look.").call("look", "{\"what\":\"</details> \\\"x\\\" <b>\"}"));
    desk.model.says("There it is.");
    List<Event> chunks = stream("", "Look");
    String text = text(chunks);
    assertThat(chunks.toString()).doesNotContain("\"tool_calls\":");
    assertThat(text)
        .startsWith("I look.")
        .endsWith("There it is.")
        .contains("<details type=\"tool_calls\" done=\"true\" id=\"call_look\" name=\"look\"")
        .contains("&lt;/details&gt;")
        .contains("<summary>Tool Executed</summary>");
    assertThat(text.split("</details>", -1)).hasSize(2);
    // it comes back as part of the answer, and is no part of what was said
    desk.model.says("Yes.");
    chat(ask("", "Look", text, "Sure?"));
    List<String> asked = desk.model.question().get("messages").findValuesAsText("content");
    assertThat(asked.get(asked.size() - 2)).startsWith("I look.").endsWith("There it is.");
    assertThat(asked.toString()).doesNotContain("Tool Executed");
  }

  @Test
  void a_person_approves_in_the_chat() throws Exception {
    desk.model.says(Said.calling("ship", "{\"what\":\"order 7\"}"));
    String pending = text(stream("", "Ship order 7"));
    assertThat(pending)
        .startsWith("pending approval A")
        .contains("may clerk call ship?")
        .contains("{\"what\":\"order 7\"}");
    String number = pending.replaceAll("(?s).*`approve (A\\d+)`.*", "$1");
    assertThat(text(stream("", "Ship order 7", pending, "edit " + number + " {\"which\":1}")))
        .contains("'which'");
    desk.model.says("It is shipped.");
    assertThat(text(stream("", "Ship order 7", pending, "approve " + number)))
        .contains("name=\"ship\"")
        .contains("shiped order 7")
        .endsWith("It is shipped.");
    assertThat(text(stream("", "Ship order 7", pending, "approve " + number)))
        .startsWith(number + " is approved by administrator");
  }

  @Test
  void a_person_refuses_in_the_chat_and_the_model_hears_why() {
    desk.model.says(Said.calling("ship", "{\"what\":\"order 8\"}"));
    Http.Answer pending = chat(ask("", "Ship order 8"));
    String said = pending.json().at("/choices/0/message/content").asText();
    String number = said.replaceAll("(?s).*`approve (A\\d+)`.*", "$1");
    desk.model.says("Then not.");
    Http.Answer refused = chat(ask("", "Ship order 8", said, "reject " + number + " not paid"));
    assertThat(refused.json().at("/choices/0/message/content").asText()).isEqualTo("Then not.");
    assertThat(desk.model.question().toString()).contains("not paid");
  }

  @Test
  void the_same_message_sent_again_is_answered_by_the_same_run() {
    desk.model.says("Once.");
    Http keyed = desk.http().with("Idempotency-Key", "message-1");
    Http.Answer first = keyed.post("/v1/chat/completions", ask("", "Do it"));
    Http.Answer second = keyed.post("/v1/chat/completions", ask("", "Do it"));
    assertThat(second.json().at("/choices/0/message/content").asText()).isEqualTo("Once.");
    assertThat(second.header("X-Hub-Run")).isEqualTo(first.header("X-Hub-Run"));
  }

  @Test
  void a_cut_connection_loses_nothing() throws Exception {
    var hold = new CountDownLatch(1);
    desk.model.says(Said.text("Slow").until(hold).then("ly."));
    String body = ask(",\"stream\":true", "Take your time");
    try (EventStream stream =
        EventStream.post(
            desk.hub(), "/v1/chat/completions", body, "Idempotency-Key", "message-2")) {
      stream.next();
    }
    hold.countDown();
    try (EventStream again =
        EventStream.post(
            desk.hub(), "/v1/chat/completions", body, "Idempotency-Key", "message-2")) {
      assertThat(text(again.rest())).endsWith("ly.");
      desk.in("done", again.header("X-Hub-Run"));
    }
    assertThat(desk.model.asked()).hasSize(1);
  }

  @Test
  void a_restart_in_the_middle_loses_nothing() throws Exception {
    var hold = new CountDownLatch(1);
    desk.model.says(Said.calling("look", "{\"what\":\"disk\"}"));
    desk.model.says(Said.text("Half").until(hold).then("…"));
    String run;
    try (EventStream stream =
        EventStream.post(
            desk.hub(), "/v1/chat/completions", ask(",\"stream\":true", "The disk?"))) {
      run = stream.header("X-Hub-Run");
      var said = new StringBuilder();
      while (!said.toString().endsWith("Half")) {
        said.append(stream.next().json().at("/choices/0/delta/content").asText(""));
      }
      desk.model.says("Half full.");
      desk.restart();
      hold.countDown();
    }
    Http.Answer rest = chat(ask("", "continue " + run));
    assertThat(rest.json().at("/choices/0/message/content").asText()).isEqualTo("Half full.");
    assertThat(desk.shown(run).get("steps").findValuesAsText("kind"))
        .containsExactly("model", "tool", "model");
  }

  @Test
  void what_open_webui_asks_by_itself_is_no_run() {
    desk.model.says("{\"title\":\"Disks\"}");
    Http.Answer answer = chat(ask("", "### Task:\nGenerate a title"));
    assertThat(answer.json().at("/choices/0/message/content").asText())
        .isEqualTo("{\"title\":\"Disks\"}");
    assertThat(answer.header("X-Hub-Run")).isEmpty();
    assertThat(desk.model.question().has("tools")).isFalse();
  }

  @Test
  void a_model_alone_takes_what_an_agent_does_not() throws Exception {
    desk.model.says("Plain.");
    String body =
        """
        {"model":"model:chat","temperature":0.5,"max_tokens":7,"stream":true,
         "messages":[{"role":"system","content":"Be short."},{"role":"user","content":[{"type":"text","text":"Hi"}]}]}
        """;
    try (EventStream stream = EventStream.post(desk.hub(), "/v1/chat/completions", body)) {
      assertThat(text(stream.rest())).isEqualTo("Plain.");
    }
    JsonNode asked = desk.model.question();
    assertThat(asked.get("messages").findValuesAsText("content"))
        .containsExactly("Be short.", "Hi");
    assertThat(asked.at("/options/temperature").asDouble()).isEqualTo(0.5);
    assertThat(asked.at("/options/num_predict").asInt()).isEqualTo(7);
  }

  @Test
  void a_model_alone_that_says_nothing_is_no_server_that_is_away() {
    desk.model.says(Said.nothing(), Said.nothing());
    assertFault(
        desk.http(),
        ask("", "Say nothing").replace("clerk", "model:chat"),
        500,
        "model_failed",
        "neither text nor calls of tools, twice in a row");
  }

  @Test
  void what_is_wrong_is_said_as_openai_says_it() {
    assertFault(Http.of(desk.hub()), ask("", "x"), 401, "invalid_api_key", "This needs a token");
    assertFault(desk.as("viewer"), ask("", "x"), 403, "insufficient_permissions", "scope operator");
    assertFault(
        desk.http(),
        ask("", "x").replace("clerk", "clark"),
        404,
        "model_not_found",
        "did you mean 'clerk'?");
    assertFault(desk.http(), "{\"model\":\"clerk\"}", 400, "", "'messages' must be a list");
    assertFault(desk.http(), "{", 400, "", "line 1");
    assertFault(
        desk.http(),
        "{\"model\":\"clerk\",\"messages\":" + "[".repeat(100_000),
        400,
        "",
        "nested too deeply");
    assertFault(desk.http(), ask(",\"tools\":[{}]", "x"), 400, "", "'tools' must be empty");
    assertFault(
        desk.http(),
        """
        {"model":"clerk","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}]}
        """,
        400,
        "unsupported_content",
        "a part of the type 'image_url'; the hub takes text only");
  }

  @Test
  void a_model_that_is_away_is_a_503_and_the_run_is_no_more() {
    desk.model.says(Said.refused(503, "{\"error\":\"server busy\"}"));
    Http.Answer answer = chat(ask("", "Are you there?"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("10");
    assertThat(answer.json().at("/error/code").asText()).isEqualTo("model_unavailable");
    desk.in("cancelled", answer.header("X-Hub-Run"));
  }

  @Test
  void who_used_what_they_may_in_a_day_is_told_so() throws IOException {
    try (RunDesk busy = RunDesk.start(Map.of("hub.agent.runs-per-day", "1"))) {
      busy.model.says("One.");
      busy.http().post("/v1/chat/completions", ask("", "x"));
      busy.model.says("Two.");
      Http.Answer second = busy.http().post("/v1/chat/completions", ask("", "x"));
      Http.Answer third = busy.http().post("/v1/chat/completions", ask("", "x"));
      Http.Answer refused = second.status() == 200 ? third : second;
      assertThat(refused.status()).as(refused.body()).isEqualTo(429);
      assertThat(refused.json().at("/error/message").asText())
          .contains("hub.agent.runs-per-day is 1");
    }
  }

  private static void assertFault(Http http, String body, int status, String code, String why) {
    Http.Answer answer = http.post("/v1/chat/completions", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    JsonNode error = answer.json().get("error");
    assertThat(error.get("message").asText()).contains(why);
    assertThat(error.get("type").asText()).isNotEmpty();
    assertThat(error.get("code").asText("")).isEqualTo(code);
    assertThat(error.has("param")).isTrue();
  }

  @Test
  void responses_are_answered_too() throws Exception {
    desk.model.says("Half", " full.");
    JsonNode whole =
        desk.http().post("/v1/responses", "{\"model\":\"clerk\",\"input\":\"The disk?\"}").json();
    assertThat(whole.get("status").asText()).isEqualTo("completed");
    assertThat(whole.at("/output/0/content/0/text").asText()).isEqualTo("Half full.");
    desk.model.says("Half", " full.");
    try (EventStream stream =
        EventStream.post(
            desk.hub(),
            "/v1/responses",
            "{\"model\":\"clerk\",\"stream\":true,\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"The disk?\"}]}]}")) {
      List<Event> all = stream.rest();
      assertThat(all.stream().map(Event::name))
          .containsExactly(
              "response.created",
              "response.in_progress",
              "response.output_item.added",
              "response.content_part.added",
              "response.output_text.delta",
              "response.output_text.delta",
              "response.output_text.done",
              "response.content_part.done",
              "response.output_item.done",
              "response.completed");
      assertThat(all.get(9).json().at("/response/output/0/content/0/text").asText())
          .isEqualTo("Half full.");
    }
  }

  @Test
  void embeddings_come_as_numbers_and_as_bytes() {
    JsonNode numbers =
        desk.http()
            .post("/v1/embeddings", "{\"model\":\"local\",\"input\":[\"a disk\",\"a cat\"]}")
            .json();
    assertThat(numbers.get("data")).hasSize(2);
    assertThat(numbers.at("/data/1/embedding")).hasSize(384);
    JsonNode bytes =
        desk.http()
            .post(
                "/v1/embeddings",
                "{\"model\":\"local\",\"input\":\"a disk\",\"encoding_format\":\"base64\"}")
            .json();
    var read =
        ByteBuffer.wrap(Base64.getDecoder().decode(bytes.at("/data/0/embedding").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.remaining()).isEqualTo(384 * 4);
    assertThat((double) read.getFloat())
        .isCloseTo(
            numbers.at("/data/0/embedding/0").asDouble(),
            org.assertj.core.data.Offset.offset(0.02));
    assertThat(desk.http().post("/v1/embeddings", "{\"model\":\"clerk\",\"input\":\"x\"}").status())
        .isEqualTo(404);
  }

  @Test
  void only_a_name_that_open_webui_signed_counts() throws Exception {
    desk.model.says("Hello.");
    Http.Answer plain =
        desk.http()
            .with("X-OpenWebUI-User-Email", "eve@example.org")
            .post("/v1/chat/completions", ask("", "Hi"));
    assertThat(person(plain)).isEqualTo("administrator");
    desk.model.says("Hello.");
    long soon = Instant.now().getEpochSecond() + 60;
    Http.Answer signed =
        desk.http()
            .with("X-OpenWebUI-User-Jwt", jwt(JWT_SECRET, soon))
            .with("X-OpenWebUI-Chat-Id", "chat-1")
            .post("/v1/chat/completions", ask("", "Hi"));
    assertThat(person(signed)).isEqualTo("anna@example.org");
    assertThat(desk.shown(signed.header("X-Hub-Run")).at("/run/conversation").asText())
        .isEqualTo("openai:chat-1");
    for (String wrong : List.of(jwt("another", soon), jwt(JWT_SECRET, soon - 3600), "x")) {
      assertThat(
              desk.http()
                  .with("X-OpenWebUI-User-Jwt", wrong)
                  .post("/v1/chat/completions", ask("", "Hi"))
                  .status())
          .isEqualTo(401);
    }
  }

  private static String person(Http.Answer answer) {
    return desk.shown(answer.header("X-Hub-Run")).at("/run/person").asText();
  }

  private static String jwt(String secret, long exp) throws GeneralSecurityException {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String signed =
        base64.encodeToString(
                "{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64.encodeToString(
                "{\"sub\":\"1\",\"email\":\"anna@example.org\",\"iss\":\"open-webui\",\"exp\":%d}"
                    .formatted(exp)
                    .getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return signed
        + "."
        + base64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
