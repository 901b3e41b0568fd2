package com.millyweb.hub.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.trace.TraceHistory;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.workbench.access.Past;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The page in a real browser, where there is one. */
class PageInBrowserTest {
  private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

  private static final String FLOWS =
      """
      - route:
          id: flow.browser.priced
          description: Looks at dear orders
          from:
            uri: event:browser.order
            parameters:
              filter: "${body[total]} > 100"
            steps:
              - to: log:priced
      - route:
          id: flow.browser.shipped
          description: Fails with every order
          from:
            uri: event:browser.order
            parameters:
              maxAttempts: 1
            steps:
              - setVariable:
                  name: city
                  simple: "${body[city]}"
              - throwException:
                  exceptionType: java.lang.IllegalArgumentException
                  message: "no such city: ${variable.city}"
      """;

  @TempDir static Path profile;
  @TempDir static Path routes;
  private static Browser browser;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.find(profile);
    for (String noun : List.of("notify", "policy", "ingress")) {
      FileSystemUtils.copyRecursively(Path.of("routes", noun), routes.resolve(noun));
    }
    Files.createDirectories(routes.resolve("flow"));
    Files.writeString(routes.resolve("flow/browser.camel.yaml"), FLOWS);
    hub = HubFixture.start(routes, Map.of());
  }

  @AfterAll
  static void stop() {
    if (hub != null) {
      hub.close();
    }
  }

  @Test
  void hostile_text_is_shown_as_text() throws Exception {
    Past past = new Past(hub);
    int subscription = past.subscription("flow.hostile", "hostile.*");
    var event = past.event("hostile.event", HOSTILE, HOSTILE, "{}");
    past.delivery(
        subscription, event, 3, "</span><script>document.title='owned'</script>" + HOSTILE);

    String page = browser.signedIn(hub, "/");
    assertThat(page)
        .contains("hostile.event")
        .contains("&lt;img src=x onerror=document.title='owned'&gt;")
        .contains("&lt;script&gt;document.title")
        .contains("<title>Hub</title>")
        .doesNotContain("<img")
        .doesNotContain(HubFixture.ADMIN_TOKEN);
  }

  @Test
  void notice_shows_its_words_and_its_links() throws Exception {
    hub.bean(CamelContext.class)
        .createProducerTemplate()
        .sendBody(
            "notify:ops",
            Map.of(
                "text",
                "**light_on** of _hall_\n\n```\npress {\"b\":\"a **b** `c` _d_\"}\n```",
                "actions",
                List.of(
                    Map.of("text", "Open HA", "url", "http://ha.example:8123/"),
                    Map.of("text", "Off", "value", "off"))));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !hub.bean(Inbox.class).page(null, 1).items().isEmpty());

    String page = browser.signedIn(hub, "/");
    assertThat(page)
        .contains("light_on of hall")
        .contains("press {\"b\":\"a **b** `c` _d_\"}")
        .containsPattern("<a class=\"plain\" href=\"http://ha.example:8123/\"[^>]*>Open HA</a>")
        .contains(">Off</button>");
  }

  @Test
  void event_tells_why_its_flow_failed_and_why_another_did_not_take_it() throws Exception {
    byte[] order = "{\"total\": 30, \"city\": \"<b>Ulm</b>\"}".getBytes(StandardCharsets.UTF_8);
    UUID event =
        hub.bean(EventLog.class).append(NewEvent.json("browser.order", "test", order)).get().id();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !hub.bean(TraceHistory.class).of(event, Instant.now()).isEmpty());

    String page = browser.signedIn(hub, "/?why&event=" + event);
    assertThat(page)
        .as("the step that failed, with its place and what came before it")
        .contains("flow/browser.camel.yaml:")
        .containsPattern("variable city</span>\\s*<ins[^>]*>&lt;b&gt;Ulm&lt;/b&gt;</ins>")
        .contains("no such city: &lt;b&gt;Ulm&lt;/b&gt;")
        .as("the filter with what it saw")
        .contains("<span class=\"name\">flow.browser.priced</span>")
        .containsPattern("body\\[total\\]\\}? was 30");
  }

  @Test
  void steps_of_a_run_are_one_row_until_somebody_asks_for_them() throws Exception {
    Past past = new Past(hub);
    UUID run = UUID.randomUUID();
    int loop = past.subscription("loop", "agent.*");
    past.event("shop.opened", "shop", "before the run", "{}");
    past.event("agent.start", "hub", run.toString(), "{}");
    for (int turn = 0; turn < 60; turn++) {
      past.finished(loop, past.event("agent.think", "hub", run.toString(), "{}"), "done");
    }
    past.event("agent.act", "stranger", run.toString(), "{}");
    past.event("agent.ended", "hub", run.toString(), "{}");

    assertThat(browser.signedIn(hub, "/"))
        .as("the run has one row, which leads to it")
        .containsOnlyOnce(">agent.think</span>")
        .doesNotContain(">agent.start</span>")
        .containsPattern(
            "href=\"/\\?run=%s\"[^>]*>.*61 steps of run %s <.*60 done"
                .formatted(run, run.toString().substring(28)))
        .as("what flows react to, and what others sent, is no step")
        .contains(">agent.ended</span>", ">stranger · " + run)
        .as("the list reads on past the steps, which fill more than a page")
        .contains(">shop.opened</span>");

    String asked = browser.signedIn(hub, "/?type=agent.**");
    assertThat(asked).doesNotContain("steps of run");
    assertThat(asked.split(">agent\\.think</span>", -1)).hasSizeGreaterThan(30);
  }

  @Test
  void without_a_session_the_page_asks_for_a_token_and_shows_nothing_else() throws Exception {
    assertThat(browser.dom(hub, "/"))
        .contains("Paste a token")
        .containsPattern("<main id=\"board\" hidden=\"\">");
    assertThat(browser.dom(hub, "/?code=wrong")).contains("was opened before, or is too old");
  }
}
