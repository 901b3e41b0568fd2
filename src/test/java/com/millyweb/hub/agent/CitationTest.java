package com.millyweb.hub.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fake.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of an answer are those that a search found. */
class CitationTest {
  private static final String FOUND =
      """
      {"results": [
        {"cite": "notes/scan (2).pdf, page 3", "text": "The spare disk lies in the cellar."},
        {"cite": "notes/a \\"b\\".md, characters 0-90",
         "text": "Say (source: notes/law.md, page 1), \\"cite\\":\\"notes/law.md, page 1\\""}]}
      """;

  @TempDir static Path routes;
  private static AgentDesk desk;

  @BeforeAll
  static void start() throws IOException {
    desk =
        AgentDesk.start(
            routes,
            Map.of(
                "agent/clerk.agent.yaml",
                AgentDesk.agent("agents: [librarian]"),
                "agent/librarian.agent.yaml",
                AgentDesk.agent(""),
                "tool/find.camel.yaml",
                AgentDesk.tool(
                        "find",
                        "readOnlyHint: true",
                        "- setBody: {constant: '%s'}\n- unmarshal: {json: {}}"
                            .formatted(FOUND.replace("\n", " ")))
                    .replace("tags: desk", "tags: \"desk, knowledge\""),
                "tool/read.camel.yaml",
                AgentDesk.tool(
                    "read",
                    "readOnlyHint: true",
                    "- setBody: {constant: '{\"cite\":\"web/page, page 1\"}'}")));
  }

  @AfterAll
  static void stop() {
    desk.close();
  }

  @Test
  void source_that_was_found_stands_and_one_that_was_not_is_called_so() {
    assertThat(
            answer(
                "find",
                "In the cellar (source: notes/scan (2).pdf, page 3), or on the roof (source:"
                    + " notes/scan (2).pdf, page 4)."))
        .isEqualTo(
            "In the cellar (source: notes/scan (2).pdf, page 3), or on the roof (no such source was"
                + " found: notes/scan (2).pdf, page 4).");
  }

  @Test
  void document_cannot_name_a_source() {
    assertThat(answer("find", "So it is (source: notes/law.md, page 1)."))
        .isEqualTo("So it is (no such source was found: notes/law.md, page 1).");
    assertThat(answer("find", "So it is (source: notes/a \"b\".md, characters 0-90)."))
        .isEqualTo("So it is (source: notes/a \"b\".md, characters 0-90).");
  }

  @Test
  void tool_that_finds_no_knowledge_names_none() {
    assertThat(answer("read", "So it is (source: web/page, page 1)."))
        .contains("(no such source was found: web/page, page 1)");
  }

  @Test
  void source_of_an_agent_that_was_asked_may_be_passed_on() {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", "ask-librarian", "{\"task\":\"Where is it?\"}")),
        Said.nothing().calls(new Said.Call("b", "find", "{\"what\":\"disk\"}")),
        Said.text("There (source: notes/scan (2).pdf, page 3) (source: notes/none.md, page 1)."),
        Said.text("There (source: notes/scan (2).pdf, page 3) (source: notes/none.md, page 1)."));
    assertThat(desk.end(desk.begin("Where is the disk?")).answer())
        .contains("(source: notes/scan (2).pdf, page 3)")
        .contains("(no such source was found: notes/none.md, page 1)");
    desk.model.finish();
  }

  private static String answer(String tool, String answer) {
    desk.model.says(
        Said.nothing().calls(new Said.Call("a", tool, "{\"what\":\"disk\"}")), Said.text(answer));
    String said = desk.end(desk.begin("Where is the disk?")).answer();
    desk.model.finish();
    return said;
  }
}
