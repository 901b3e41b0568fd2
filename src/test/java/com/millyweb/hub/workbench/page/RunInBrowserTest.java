package com.millyweb.hub.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.workbench.RunDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of agents, and what they ask people, on the page in a real browser. */
class RunInBrowserTest {
  private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

  @TempDir static Path profiles;
  private static Browser browser;
  private static RunDesk desk;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.find(profiles);
    desk = RunDesk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    if (desk != null) {
      desk.close();
    }
  }

  @Test
  void run_is_read_step_by_step_and_its_question_is_answered_where_it_stands() throws Exception {
    desk.model.says(Said.text("Let me look.").call("look", "{\"what\":\"disk\"}"));
    desk.model.says(Said.text("It has to go.").call("ship", "{\"what\":\"crate 7\"}"));
    String run = desk.begin("Ship it " + HOSTILE);
    long number = desk.question(run);

    assertThat(browser.signedIn(desk.hub(), "/"))
        .contains("A%d: may clerk call ship?".formatted(number))
        .contains("ship {\"what\":\"crate 7\"}")
        .contains(">Approve</button>", ">Reject</button>", ">Edit</button>", ">Always</button>")
        .containsPattern("clerk <span class=\"tag warn\">waiting</span>")
        .contains("Ship it &lt;img src=x")
        .containsPattern("[3-9] steps of run %s <".formatted(run.substring(28)))
        .doesNotContain("<img");

    String page = browser.signedIn(desk.hub(), "/?run=" + run);
    assertThat(page)
        .contains(">clerk · waiting</h2>")
        .as("the steps, what they were called with and what came of it")
        .contains("1 · asked ollama:qwen3:8b", "2 · look", "looked disk", "it only reads")
        .contains("Let me look.", "It has to go.")
        .as("what may be done")
        .contains(">Cancel</button>", ">Question</button>", ">Fork</button>")
        .contains("<title>Hub</title>");

    desk.model.says("It went.");
    desk.http().post("/api/approvals/" + number, "{\"decision\":\"approve\"}");
    desk.in("done", run);
    assertThat(browser.signedIn(desk.hub(), "/?run=" + run))
        .contains(">clerk · done</h2>", "It went.", "by administrator", ">Replay</button>")
        .doesNotContain("may clerk call ship?");
    desk.model.finish();

    String end = desk.http().get("/api/events?type=agent.ended").json().at("/items/0/id").asText();
    JsonNode why = desk.http().get("/api/events/%s/why".formatted(end)).json();
    assertThat(why.at("/run/id").asText()).as(why.toString()).isEqualTo(run);
    assertThat(browser.signedIn(desk.hub(), "/?why&event=" + end))
        .contains("agent clerk", "approved by administrator", ">All steps</button>");
  }
}
