package com.millyweb.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import com.millyweb.hub.workbench.Welcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokenCommandTest {
  @TempDir static Path home;
  private static HubFixture hub;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A hub that makes its own administrator's token, as at a first start. */
  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.home", home.toString());
    properties.put("hub.admin-token", null);
    hub = HubFixture.start(properties);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void the_first_start_leaves_a_private_token_that_nothing_shows() throws IOException {
    Path file = home.resolve("admin.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String token = Files.readString(file).strip();
    assertThat(token).matches("hub_[A-Za-z0-9_-]{43}");
    assertThat(hub.bean(Welcome.class).text())
        .contains(hub.url() + "/?code=")
        .doesNotContain(token)
        .contains(home.toString());
    assertThat(Http.as(hub, token).get("/api/session").json().get("scope").asText())
        .isEqualTo("admin");
  }

  @Test
  void tokens_are_made_listed_and_revoked_from_the_command_line() {
    assertThat(run("create", "--name", "cli", "--scope", "operator", "--expires", "30d")).isZero();
    String token = out.toString(StandardCharsets.UTF_8).strip();
    assertThat(Http.as(hub, token).get("/api/session").json().get("scope").asText())
        .isEqualTo("operator");

    out.reset();
    assertThat(run("list")).isZero();
    String list = out.toString(StandardCharsets.UTF_8);
    assertThat(list).contains("cli").contains("operator").doesNotContain(token);

    String id =
        list.lines().filter(line -> line.contains("cli")).findFirst().orElseThrow().split(" ")[0];
    assertThat(run("revoke", "--id", id)).isZero();
    assertThat(Http.as(hub, token).get("/api/session").status()).isEqualTo(401);
  }

  @Test
  void a_new_link_is_made_from_the_command_line_and_opens_once() {
    assertThat(run("link")).isZero();
    String link = out.toString(StandardCharsets.UTF_8).strip();
    assertThat(link).startsWith(hub.url().replaceFirst(".*//", "http://") + "/?code=");
    String path = link.substring(hub.url().length());
    assertThat(Http.of(hub).get(path).cookie()).startsWith("hub_session=");
    assertThat(Http.of(hub).get(path).header("Location")).isEqualTo("/?refused");
  }

  @Test
  void mistakes_are_explained() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("create", "--name", "x")).isEqualTo(2);
    assertThat(run("create", "--name", "x", "--scope", "viewer", "--nmae", "y")).isEqualTo(2);
    assertThat(run("create", "--name")).isEqualTo(2);
    assertThat(errors())
        .contains("Missing required option: '--scope=")
        .contains("Unknown option")
        .contains("'--nmae'")
        .contains("Missing required parameter for option '--name'")
        .contains("Usage: token create");

    assertThat(run("create", "--name", "x", "--scope", "root")).isEqualTo(1);
    assertThat(errors()).contains("The hub refused (400): 'scope' must be one of");
    assertThat(run("list", "--home", "/nowhere")).isEqualTo(1);
    assertThat(errors()).contains("The administrator's token is not in /nowhere/admin.token");
  }

  @Test
  void what_fails_is_one_line_without_the_token() throws IOException {
    Map<String, String> port = Map.of("HUB_PORT", hub.url().replaceFirst(".*:", ""));
    assertLine(
        Map.of("HUB_HOME", "/nonex"), "The administrator's token is not in /nonex/admin.token");
    assertLine(
        Map.of("HUB_PORT", "http", "HUB_ADMIN_TOKEN", "x"),
        "HUB_PORT must be a number such as 8080");
    assertLine(Map.of("HUB_ADMIN_TOKEN", "canary\ncanary"), "HUB_ADMIN_TOKEN must hold one token");
    assertLine(Map.of("HUB_PORT", "1", "HUB_ADMIN_TOKEN", "x"), "No hub answers at");
    assertLine(
        Map.of("HUB_PORT", port.get("HUB_PORT"), "HUB_ADMIN_TOKEN", "x"), "The hub refused (401)");
  }

  /** As the whole command line does it, whose handler of failures is the one that counts. */
  private void assertLine(Map<String, String> environment, String start) {
    err.reset();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
    var line =
        CommandLines.commandLine(
            new CommandLine.IFactory() {
              @Override
              public <K> K create(Class<K> type) throws Exception {
                return type == TokenCommand.class
                    ? type.cast(new TokenCommand(environment, printed, said))
                    : CommandLine.defaultFactory().create(type);
              }
            },
            printed,
            said);
    assertThat(line.execute("token", "link")).isEqualTo(1);
    assertThat(errors()).startsWith(start).hasLineCount(1).doesNotContain("canary");
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int run(String... arguments) {
    Map<String, String> environment =
        Map.of("HUB_HOME", home.toString(), "HUB_PORT", hub.url().replaceFirst(".*:", ""));
    return new TokenCommand(
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }
}
