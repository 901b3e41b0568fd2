package com.millyweb.hub.workbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.Said;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The clients that OpenAI publishes for Python and Node, as {@code .ci/run} installs them. They run
 * where they are there, and must be there where {@code HUB_REQUIRE} names openai-client.
 */
class OfficialClientsTest {
  private static final Path CLIENTS =
      Path.of(
              System.getenv()
                  .getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"))
          .resolve("hub/openai-client");
  private static final Path PYTHON = CLIENTS.resolve("python/bin/python");
  private static final Path NODE = CLIENTS.resolve("node_modules/openai");

  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    boolean here = Files.isExecutable(PYTHON) && Files.isDirectory(NODE);
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(","))
            .contains("openai-client");
    if (!here && !required) {
      System.out.println("Skipped: the clients of OpenAI, because they are not installed");
    }
    Assumptions.assumeTrue(here || required, "no openai-client");
    desk = RunDesk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    if (desk != null) {
      desk.close();
    }
  }

  @Test
  void the_one_for_python_gets_what_it_expects() throws Exception {
    desk.model.says("Half full.");
    desk.model.says(Said.text("Let me look. ").call("look", "{\"what\":\"disk\"}"));
    desk.model.says("Half", " full.");
    desk.model.says("As before.");
    desk.model.says("By", " parts.");
    String said =
        run(
            List.of(PYTHON.toString(), "-"),
            """
            import openai
            client = openai.OpenAI(base_url=@URL@, api_key=@KEY@)
            print("models", [m.id for m in client.models.list() if m.id == "clerk"])
            ask = dict(model="clerk", messages=[{"role": "user", "content": "The disk?"}])
            whole = client.chat.completions.create(**ask)
            print("whole", whole.choices[0].message.content, whole.choices[0].finish_reason, whole.usage.total_tokens > 0)
            text, ends, usage = "", [], None
            for chunk in client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **ask):
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    assert not choice.delta.tool_calls
                    if choice.finish_reason: ends.append(choice.finish_reason)
                usage = chunk.usage or usage
            print("stream", text.startswith("Let me look. "), "looked disk" in text, text.endswith("Half full."), ends, usage.total_tokens > 0)
            print("response", client.responses.create(model="clerk", input="The disk?").output_text)
            with client.responses.stream(model="clerk", input="The disk?") as stream:
                for event in stream: pass
                print("streamed", stream.get_final_response().output_text)
            print("embedding", len(client.embeddings.create(model="local", input=["a disk"]).data[0].embedding))
            for wrong, expected in (({"model": "clark"}, openai.NotFoundError), ({"n": 2}, openai.BadRequestError)):
                try: client.chat.completions.create(**{**ask, **wrong})
                except expected as e: print("error", e.status_code, e.code)
            try: openai.OpenAI(base_url=@URL@, api_key="hub_wrong").models.list()
            except openai.AuthenticationError as e: print("error", e.status_code, e.code)
            """);
    desk.model.finish();
    assertThat(said.lines())
        .containsExactly(
            "models ['clerk']",
            "whole Half full. stop True",
            "stream True True True ['stop'] True",
            "response As before.",
            "streamed By parts.",
            "embedding 384",
            "error 404 model_not_found",
            "error 400 None",
            "error 401 invalid_api_key");
  }

  @Test
  void the_one_for_node_gets_what_it_expects() throws Exception {
    desk.model.says("Half full.");
    desk.model.says("Half", " full.");
    desk.model.says("By", " parts.");
    String said =
        run(
            List.of("node", "--input-type=module", "-"),
            """
            import OpenAI from "MODULE";
            const client = new OpenAI({ baseURL: @URL@, apiKey: @KEY@ });
            const ask = { model: "clerk", messages: [{ role: "user", content: "The disk?" }] };
            const whole = await client.chat.completions.create(ask);
            console.log("whole", whole.choices[0].message.content, whole.choices[0].finish_reason);
            const runner = client.chat.completions.stream({ ...ask, stream_options: { include_usage: true } });
            const end = await runner.finalChatCompletion();
            console.log("stream", end.choices[0].message.content, end.choices[0].finish_reason, end.usage.total_tokens > 0);
            let text = "";
            for await (const event of await client.responses.create({ model: "clerk", input: "The disk?", stream: true })) {
              if (event.type === "response.output_text.delta") text += event.delta;
              if (event.type === "response.completed") console.log("response", text, event.response.status);
            }
            const made = await client.embeddings.create({ model: "local", input: "a disk" });
            console.log("embedding", made.data[0].embedding.length);
            try { await client.chat.completions.create({ ...ask, model: "clark" }); }
            catch (e) { console.log("error", e.status, e.code); }
            """
                .replace("MODULE", "file://" + NODE.resolve("index.mjs")));
    desk.model.finish();
    assertThat(said.lines())
        .containsExactly(
            "whole Half full. stop",
            "stream Half full. stop true",
            "response By parts. completed",
            "embedding 384",
            "error 404 model_not_found");
  }

  private static String run(List<String> command, String program)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("client", ".out");
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try (var in = process.getOutputStream()) {
      in.write(
          program
              .replace("@URL@", "\"%s/v1\"".formatted(desk.hub().url()))
              .replace("@KEY@", "\"%s\"".formatted(HubFixture.ADMIN_TOKEN))
              .getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The client did not end: " + Files.readString(out));
    }
    String said = Files.readString(out);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
