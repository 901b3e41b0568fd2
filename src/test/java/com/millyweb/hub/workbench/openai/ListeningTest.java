package com.millyweb.hub.workbench.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client hears of a run, in an order that a quick model makes by chance. */
class ListeningTest {
  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk = RunDesk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  /** Words are heard at once, and that a tool has ended is perhaps not heard before them. */
  @Test
  void what_was_done_stands_before_the_words_that_came_of_it() throws Exception {
    desk.model.says(Said.text("I look.").call("look", "{\"what\":\"disk\"}"));
    desk.model.says("It is full.");
    Http.Answer answer =
        desk.http()
            .post(
                "/v1/chat/completions",
                "{\"model\":\"clerk\",\"messages\":[{\"role\":\"user\",\"content\":\"Is it full?\"}]}");
    UUID run = UUID.fromString(answer.header("X-Hub-Run"));
    var ear = new Ear();
    ear.text(0, "I look.");
    ear.text(1, "It is");
    ear.text(1, " full.");
    var told = new StringBuilder();
    new Listening(
            desk.hub().bean(Runs.class),
            desk.hub().bean(Approvals.class),
            () -> false,
            run,
            ear,
            new Told(told),
            0,
            true)
        .listen();
    assertThat(told.toString().replaceAll("(?s)<details.*</details>", "(card)").split("\\s*\n\\s*"))
        .containsExactly("I look.", "(card)", "It is full.");
  }

  private record Told(StringBuilder told) implements Reply {
    @Override
    public boolean isStream() {
      return true;
    }

    @Override
    public boolean isBegun() {
      return !told.isEmpty();
    }

    @Override
    public void part(String text) {
      told.append(text);
    }

    @Override
    public void idle() {}

    @Override
    public void end(String whole, boolean cut, Usage usage) {}

    @Override
    public void fail(Fault fault) {
      throw fault;
    }
  }
}
