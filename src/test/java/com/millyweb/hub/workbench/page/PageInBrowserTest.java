package com.millyweb.hub.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.workbench.access.Past;
import com.millyweb.hub.workbench.access.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one. */
class PageInBrowserTest {
  private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

  @TempDir static Path profile;
  private static Path chromium;
  private static HubFixture hub;

  @BeforeAll
  static void start() {
    chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    String required = System.getenv().getOrDefault("HUB_REQUIRE", "");
    if (chromium == null && !List.of(required.split(",")).contains("chromium")) {
      System.out.println("Skipped: the page in a browser, because there is no Chromium");
    }
    assumeTrue(
        chromium != null || List.of(required.split(",")).contains("chromium"), "no Chromium");
    hub = HubFixture.start(Map.of());
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

    String page = dom("/?code=" + hub.bean(Sessions.class).link(HubFixture.ADMIN_TOKEN).code());
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
                "**light_on** of _hall_",
                "actions",
                List.of(
                    Map.of("text", "Open HA", "url", "http://ha.example:8123/"),
                    Map.of("text", "Off", "value", "off"))));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !hub.bean(Inbox.class).page(null, 1).items().isEmpty());

    String page = dom("/?code=" + hub.bean(Sessions.class).link(HubFixture.ADMIN_TOKEN).code());
    assertThat(page)
        .contains("light_on of hall")
        .containsPattern("<a class=\"plain\" href=\"http://ha.example:8123/\"[^>]*>Open HA</a>")
        .contains(">Off</button>");
  }

  @Test
  void without_a_session_the_page_asks_for_a_token_and_shows_nothing_else() throws Exception {
    assertThat(dom("/"))
        .contains("Paste a token")
        .containsPattern("<main id=\"board\" hidden=\"\">");
    assertThat(dom("/?code=wrong")).contains("was opened before, or is too old");
  }

  private static String dom(String path) throws IOException, InterruptedException {
    Path out = Files.createTempFile(profile, "dom", ".html");
    Process browser =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(profile, "user"),
                "--virtual-time-budget=4000",
                "--dump-dom",
                hub.url() + path)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!browser.waitFor(60, TimeUnit.SECONDS)) {
      browser.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
