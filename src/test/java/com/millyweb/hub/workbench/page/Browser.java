package com.millyweb.hub.workbench.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.access.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser without a window.
 *
 * @param profiles where it keeps what it knows of its users
 */
record Browser(Path program, Path profiles) {

  /** Skips the test where there is none, unless it is required. */
  static Browser find(Path profiles) {
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("chromium");
    Path program =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin/chromium"));
    boolean there = Files.isExecutable(program);
    if (!there && !required) {
      System.out.println("Skipped: the page in a browser, because there is no Chromium");
    }
    assumeTrue(there || required, "no Chromium");
    return new Browser(program, profiles);
  }

  /** The page as the administrator sees it, who follows a link. */
  String signedIn(HubFixture hub, String path) throws IOException, InterruptedException {
    Path user = Files.createTempDirectory(profiles, "user");
    String first =
        dom(hub, user, "/?code=" + hub.bean(Sessions.class).link(HubFixture.ADMIN_TOKEN).code());
    return path.equals("/") ? first : dom(hub, user, path);
  }

  /** The page as somebody sees it who was never there. */
  String dom(HubFixture hub, String path) throws IOException, InterruptedException {
    return dom(hub, Files.createTempDirectory(profiles, "user"), path);
  }

  private String dom(HubFixture hub, Path user, String path)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(profiles, "dom", ".html");
    Process browser =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + user,
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
