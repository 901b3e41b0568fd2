package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** Whose server it is: after kills, power cuts and copies. */
class EmbeddedPostgresTest {
  private static final Path WORK = Path.of("target", "embedded-postgres").toAbsolutePath();
  private static final Path HOME = WORK.resolve("home");
  private static final Path PID_FILE = HOME.resolve("postgres/postmaster.pid");

  @BeforeAll
  static void a_home_that_has_seen_something() throws Exception {
    FileSystemUtils.deleteRecursively(WORK);
    Files.createDirectories(WORK);
    try (var server = EmbeddedPostgres.start(HOME)) {
      execute(server, "create table memory (what text)");
    }
    assertThat(PID_FILE).doesNotExist();
  }

  @AfterAll
  static void clean() throws IOException {
    FileSystemUtils.deleteRecursively(WORK);
  }

  @Test
  void copy_of_a_home_in_use_gets_a_server_of_its_own_and_leaves_the_original_alone()
      throws Exception {
    Path copy = WORK.resolve("copy");
    try (var original = EmbeddedPostgres.start(HOME)) {
      execute(original, "insert into memory values ('before the copy')");
      long pid = pid(HOME);
      assertThat(run("cp", "-r", HOME.toString(), copy.toString())).isZero();
      try (var other = EmbeddedPostgres.start(copy)) {
        assertThat(other.url()).isNotEqualTo(original.url());
        assertThat(pid(copy)).isNotEqualTo(pid);
        execute(other, "insert into memory values ('in the copy')");
        assertThat(count(other, "before the copy")).isOne();
        assertThat(count(original, "in the copy")).isZero();
      }
      assertThat(pid(HOME)).isEqualTo(pid);
      assertThat(count(original, "before the copy")).isOne();
    }
  }

  @Test
  void pid_file_that_a_power_cut_left_stops_no_start() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try (var elsewhere = EmbeddedPostgres.start(WORK.resolve("elsewhere"))) {
      long another = pid(WORK.resolve("elsewhere"));
      for (byte[] content :
          List.of(
              file(stranger.pid(), HOME.resolve("postgres")),
              file(another, HOME.resolve("postgres")),
              file(another, WORK.resolve("elsewhere/postgres")),
              file(ProcessHandle.current().pid(), HOME.resolve("postgres")),
              file(threadOfOurs(), HOME.resolve("postgres")),
              file(1, HOME.resolve("postgres")),
              "".getBytes(StandardCharsets.UTF_8),
              "\n\n".getBytes(StandardCharsets.UTF_8),
              "17".getBytes(StandardCharsets.UTF_8),
              "17\n/nowhere\n".getBytes(StandardCharsets.UTF_8),
              "no\nsuch\nfile\nat all\n".getBytes(StandardCharsets.UTF_8),
              new byte[4096],
              new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10, 13, 10, 10, 10, 10})) {
        Files.write(PID_FILE, content);
        try (var server = EmbeddedPostgres.start(HOME)) {
          assertThat(count(server, "nothing")).isZero();
        }
        assertThat(stranger.isAlive()).isTrue();
        assertThat(count(elsewhere.url(), elsewhere.password(), "select count(*) from pg_class"))
            .isPositive();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void server_that_a_killed_hub_left_is_taken_over() throws Exception {
    leaveServer();
    long pid = pid(HOME);
    try (var server = EmbeddedPostgres.start(HOME)) {
      assertThat(pid(HOME)).isEqualTo(pid);
      assertThat(count(server, "nothing")).isZero();
    }
    assertThat(new PostgresFolder(HOME.resolve("postgres")).processes()).isEmpty();
  }

  @Test
  void server_without_its_pid_file_ends_before_another_one_starts() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cwd"), LinkOption.NOFOLLOW_LINKS));
    for (boolean gone : new boolean[] {true, false}) {
      leaveServer();
      long pid = pid(HOME);
      if (gone) {
        Files.delete(PID_FILE);
      } else {
        Files.writeString(PID_FILE, "1\n");
      }
      try (var server = EmbeddedPostgres.start(HOME)) {
        assertThat(new PostgresFolder(HOME.resolve("postgres")).processes()).doesNotContain(pid);
        assertThat(pid(HOME)).isNotEqualTo(pid);
        assertThat(count(server, "nothing")).isZero();
      }
    }
  }

  @Test
  void server_that_was_killed_with_its_children_is_recovered() throws Exception {
    leaveServer();
    // nothing of it gives its shared memory back
    for (long process : new PostgresFolder(HOME.resolve("postgres")).processes()) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    try (var server = EmbeddedPostgres.start(HOME)) {
      assertThat(count(server, "nothing")).isZero();
    }
  }

  @Test
  void server_that_dies_under_its_hub_is_started_again() throws Exception {
    try (var server = EmbeddedPostgres.start(HOME)) {
      long pid = pid(HOME);
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .ignoreExceptions()
          .until(() -> count(server, "nothing") == 0 && pid(HOME) != pid);
    }
  }

  @Test
  void home_may_have_any_name_and_wider_permissions_after_a_restore() throws Exception {
    Path strange = WORK.resolve("a $HOME `id` \"b\" 'c' \\ d; e");
    assertThat(run("cp", "-r", HOME.toString(), strange.toString())).isZero();
    // only the first start has to make the cluster
    FileSystemUtils.deleteRecursively(strange.resolve("postgres"));
    EmbeddedPostgres.start(strange).close();
    Files.setPosixFilePermissions(
        strange.resolve("postgres"), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var server = EmbeddedPostgres.start(strange)) {
      assertThat(count(server.url(), server.password(), "select count(*) from pg_class"))
          .isPositive();
    }
  }

  @Test
  void second_hub_of_a_home_is_told_which_process_has_it() {
    try (var server = EmbeddedPostgres.start(HOME)) {
      assertThat(server.url()).isNotNull();
      assertThatThrownBy(() -> EmbeddedPostgres.start(HOME))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageStartingWith(
              "HUB_HOME=%s is in use by another hub (process %d): stop that hub, or"
                  .formatted(HOME, ProcessHandle.current().pid()));
    }
  }

  @Test
  void what_a_lock_file_says_is_no_lock() throws Exception {
    for (String content : new String[] {"", "1", "garbage\0", "99999999999999999999"}) {
      Files.writeString(HOME.resolve("hub.lock"), content);
      EmbeddedPostgres.start(HOME).close();
    }
  }

  /** A server without a hub, as kill -9 of the hub leaves it. */
  private static void leaveServer() throws IOException {
    new PostgresCommands(HOME).start(60, "-p " + freePort() + " -c unix_socket_directories=''");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static byte[] file(long pid, Path data) {
    return "%d\n%s\n1764322000\n54321\n\n127.0.0.1\n  1234 5\nready   \n"
        .formatted(pid, data)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A number that kill() knows although no process has it. */
  private static long threadOfOurs() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .mapToLong(thread -> Long.parseLong(thread.getFileName().toString()))
          .max()
          .orElseThrow();
    }
  }

  private static long pid(Path home) throws IOException {
    return PostmasterPid.read(home.resolve("postgres")).orElseThrow().pid();
  }

  private static long count(EmbeddedPostgres server, String what) throws SQLException {
    return count(
        server.url(),
        server.password(),
        "select count(*) from memory where what = '%s'".formatted(what));
  }

  private static long count(String url, String password, String query) throws SQLException {
    try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
