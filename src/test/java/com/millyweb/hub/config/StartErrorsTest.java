package com.millyweb.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.Hub;
import com.millyweb.hub.database.MigrationsTest;
import com.millyweb.hub.process.HubJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start that fails says why in one line, and nothing else: real processes, all that they print.
 */
class StartErrorsTest {
  private static final String SAYS = "The hub does not start: ";

  @TempDir Path folder;

  /**
   * @param text both outputs together
   */
  private record Ended(int exit, String text) {
    void says(String line) {
      assertThat(text.strip()).isEqualTo(SAYS + line);
      assertThat(exit).isEqualTo(1);
    }
  }

  @Test
  void home_in_use_and_home_that_cannot_be_written() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    try (FileChannel other =
            FileChannel.open(
                home.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      hub(Map.of("HUB_HOME", home.toString()))
          .says(
              "HUB_HOME=%s is in use by another hub: stop that hub, or set another HUB_HOME (and HUB_PORT, HUB_MANAGEMENT_PORT)"
                  .formatted(home));
    }
    Path file = Files.writeString(folder.resolve("file"), "");
    Ended ended = hub(Map.of("HUB_HOME", file.resolve("home").toString()));
    assertThat(ended.text())
        .startsWith(SAYS + "HUB_HOME=%s/home cannot be written by the user '".formatted(file))
        .contains("make it a folder of that user, or set another HUB_HOME")
        .hasLineCount(1);
  }

  @Test
  void port_that_is_in_use() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      hub(Map.of("HUB_PORT", String.valueOf(socket.getLocalPort())))
          .says(
              "Port %d on 127.0.0.1 is in use: stop the program that has it, or set HUB_PORT to another port"
                  .formatted(socket.getLocalPort()));
    }
  }

  @Test
  void database_that_does_not_answer() throws Exception {
    hub(Map.of("HUB_DB_URL", "postgres://u:canary@127.0.0.1:1/hub"))
        .says(
            "The database at jdbc:postgresql://127.0.0.1:1/hub cannot be reached (connection"
                + " refused): start it, or correct HUB_DB_URL");
  }

  @Test
  void database_of_an_earlier_version() throws Exception {
    try (var database = MigrationsTest.databaseOfBefore()) {
      Ended ended =
          hub(
              Map.of(
                  "HUB_DB_URL", database.url(),
                  "HUB_DB_USER", database.user(),
                  "HUB_DB_PASSWORD", database.password()));
      assertThat(ended.text())
          .startsWith(SAYS + "The tables of the database at " + database.url())
          .contains("were made by an earlier version of the hub")
          .hasLineCount(1);
      assertThat(ended.exit()).isEqualTo(1);
    }
  }

  @Test
  void values_and_keys_of_the_configuration() throws Exception {
    Ended ended =
        hub(
            Map.of(
                "HUB_EVENT_LEASE", "30",
                "HUB_PROT", "1",
                "HUB_INGRESS_SOURCES_UPTIME_KUMA_SECRET", "canary"));
    assertThat(ended.text())
        .contains(SAYS + "HUB_EVENT_LEASE = 30: a duration needs a unit")
        .contains(SAYS + "HUB_PROT is not a key of the hub; did you mean HUB_PORT?")
        .contains("HUB_INGRESS_SOURCES_UPTIMEKUMA_SECRET")
        .doesNotContain("canary")
        .hasLineCount(3);
    hub(Map.of("HUB_EVENT_WRITERS", "9"))
        .says("HUB_EVENT_WRITERS = 9: must be less than or equal to 8");
    hub(Map.of("HUB_NOTIFY_DISCORD_RATE", "2.5"))
        .says(
            "HUB_NOTIFY_DISCORD_RATE = 2.5: A rate must be written like 100/s, 30/m or 1000/h, was: '2.5'; 2.5 a second is 150/m");
    Ended verify =
        hub(
            Map.of(
                "HUB_INGRESS_SOURCES_SHOP_VERIFY", "nonsense",
                "HUB_INGRESS_SOURCES_SHOP_SECRET", "canary"));
    assertThat(verify.text())
        .startsWith(SAYS + "hub.ingress.sources.shop.verify must be one of [")
        .hasLineCount(1);
    assertThat(verify.exit()).isEqualTo(1);
  }

  @Test
  void file_with_further_configuration() throws Exception {
    Path file = folder.resolve("hub.yaml");
    Files.writeString(file, "hub:\n  port: 8080\n   bind: 127.0.0.1\n");
    // found beside the process, without being named
    hub(Map.of())
        .says(
            "hub.yaml, line 3, column 8: mapping values are not allowed here; look at the"
                + " indentation of this line and the one before (spaces, no tabs) and at its"
                + " colons");
    Ended check = hub(Map.of(), "check");
    assertThat(check.text()).startsWith(SAYS + "hub.yaml, line 3, column 8").hasLineCount(1);
    assertThat(check.exit()).isEqualTo(1);
    Files.writeString(file, "- a list\n");
    hub(Map.of()).says("hub.yaml: it must hold keys, such as hub: and below it port: 8080");
    Files.writeString(file, "hub:\n  event:\n    poll: soon\n");
    hub(Map.of())
        .says(
            "hub.event.poll = soon: must be a duration such as 500ms, 30s, 5m, 1h or 30d (hub.yaml,"
                + " line 3, column 11)");
    Files.writeString(file, "hbu:\n  port: 1\n");
    hub(Map.of()).says("hub.yaml: hbu is not a key of the hub; did you mean hub?");
    Ended missing = hub(Map.of("HUB_CONFIG", "none.yaml"));
    assertThat(missing.text())
        .startsWith(SAYS + "The configuration file 'none.yaml' (HUB_CONFIG)")
        .hasLineCount(1);
    Files.delete(file);
    Ended secret = hub(Map.of("HUB_DB_PASSWORD_FILE", "/nowhere/db"));
    assertThat(secret.text())
        .startsWith(SAYS + "HUB_DB_PASSWORD_FILE=/nowhere/db: the user '")
        .contains("there is no such file")
        .hasLineCount(1);
  }

  @Test
  void every_fault_of_the_file_is_told_at_once() throws Exception {
    Files.writeString(
        folder.resolve("hub.yaml"),
        """
        hubb:
          port: 1
        hub:
          schedules: {daily: "0 0 7 * * *"}
          event:
            poll: soon
            lease: later
        """);
    Ended ended = hub(Map.of("HUB_EVENT_WRITERS", "many"));
    assertThat(ended.text())
        .contains(SAYS + "hub.yaml: hubb is not a key of the hub; did you mean hub?")
        .contains(
            SAYS + "hub.schedules.daily (hub.yaml, line 4, column 22) is not a key of the hub")
        .contains(SAYS + "hub.event.poll = soon: must be a duration")
        .contains(SAYS + "hub.event.lease = later: must be a duration")
        .contains(SAYS + "HUB_EVENT_WRITERS = many: must be a whole number")
        .hasLineCount(5);
    assertThat(ended.exit()).isEqualTo(1);
    Files.writeString(folder.resolve("hub.yaml"), "hub: {people: {ann: {role: boss}}}\n");
    hub(Map.of()).says("hub.people.ann.role = boss: must be one of viewer, operator, admin");
  }

  @Test
  void secret_that_cannot_be_read_is_not_told() throws Exception {
    Files.writeString(folder.resolve("hub.yaml"), "hub:\n  secrets: 4711\n");
    hub(Map.of())
        .says("hub.secrets: must hold names of your own, each with a value, was a plain value");
    for (String yaml :
        List.of(
            "hub:\n  db: {password: [4711]}\n",
            "hub:\n  ingress: {sources: {shop: {verify: hmac, secret: {a: 4711}}}}\n",
            "hub:\n  ingress: {sources: {shop: {verify: standard, secret: 4711}}}\n",
            "hub:\n  notify: {email: {password: {a: 4711}}}\n",
            "hub:\n  notify: {slack: {webhook-url: 4711}}\n")) {
      Files.writeString(folder.resolve("hub.yaml"), yaml);
      Ended ended = hub(Map.of());
      assertThat(ended.text())
          .as(yaml)
          .startsWith(SAYS)
          .hasLineCount(1)
          .doesNotContain("4711", "java.", "converter");
      assertThat(ended.exit()).isEqualTo(1);
    }
  }

  @Test
  void command_line_that_asks_for_something_else_starts_no_hub() throws Exception {
    for (String help : List.of("--help", "-h", "help")) {
      Ended ended = hub(Map.of(), help);
      assertThat(ended.exit()).as(help).isZero();
      assertThat(ended.text()).startsWith("Usage: java -jar hub.jar").contains("check", "token");
    }
    Ended version = hub(Map.of(), "--version");
    assertThat(version.exit()).isZero();
    assertThat(version.text()).startsWith("hub ").hasLineCount(2);
    Ended unknown = hub(Map.of(), "chekc");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.text()).contains("'chekc'").contains("check").hasLineCount(2);
    Ended option = hub(Map.of(), "--hub.port");
    assertThat(option.exit()).isEqualTo(2);
    assertThat(option.text()).startsWith("Unknown option: '--hub.port'");
    assertThat(folder.resolve(".hub")).doesNotExist();
  }

  private Ended hub(Map<String, String> variables, String... arguments) throws Exception {
    // what the tests log is no part of the hub
    List<String> command = new ArrayList<>(HubJvm.command());
    command.add(Hub.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> all = new HashMap<>(variables);
    all.putIfAbsent("HUB_PORT", String.valueOf(freePort()));
    all.putIfAbsent("HUB_MANAGEMENT_PORT", String.valueOf(freePort()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(all);
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("The hub runs: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
