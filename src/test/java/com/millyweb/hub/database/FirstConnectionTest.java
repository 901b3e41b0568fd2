package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an external database is asked before the hub starts on it. */
class FirstConnectionTest {
  private static final String DATABASE = "jdbc:postgresql://127.0.0.1:(\\d+)/(\\w+)";
  private static TestDatabase database;
  private static String port;
  private static String name;

  @BeforeAll
  static void start() {
    database = TestDatabase.createEmpty();
    port = database.url().replaceFirst(DATABASE, "$1");
    name = database.url().replaceFirst(DATABASE, "$2");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void the_form_of_other_programs_is_taken_with_its_login() {
    DatabaseUrl url =
        DatabaseUrl.of(
            db("postgres://an%40n:p%3Aw+%2F@db.example:6543/hub?sslmode=require", null, null));
    assertThat(url)
        .isEqualTo(
            new DatabaseUrl(
                "jdbc:postgresql://db.example:6543/hub?sslmode=require",
                "an@n",
                new Secret("p:w+/")));
    assertThat(DatabaseUrl.of(db("postgresql://u:p@h/d", "ann", "secret")))
        .isEqualTo(new DatabaseUrl("jdbc:postgresql://h/d", "ann", new Secret("secret")));
    assertThatCode(
            () ->
                check(
                    "postgres://%s:%s@127.0.0.1:%s/%s"
                        .formatted(database.user(), database.password(), port, name),
                    null,
                    null))
        .doesNotThrowAnyException();
  }

  @Test
  void url_of_another_kind_is_refused_and_not_repeated() {
    for (String url :
        List.of(
            "mysql://u:canary@h/d",
            "canary",
            "http://canary/",
            "postgres://u:can ary@h/d",
            "postgres://u:canary@/d",
            "jdbc:postgresql://u:canary@h/d")) {
      assertThatThrownBy(() -> DatabaseUrl.of(db(url, null, null)))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageStartingWith("HUB_DB_URL ")
          .hasMessageNotContaining("canary")
          .hasNoCause();
    }
  }

  @Test
  void each_refusal_of_the_server_says_what_to_correct() throws IOException {
    String at = "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    says(
        at,
        "postgres",
        "canary",
        "The database at %s refuses the password of user 'postgres': correct HUB_DB_USER or HUB_DB_PASSWORD"
            .formatted(at));
    String other = at + "_not";
    says(
        other,
        database.user(),
        database.password(),
        "The server of %s has no such database: create it (create database …), or correct HUB_DB_URL"
            .formatted(other));
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    String nobody = "jdbc:postgresql://127.0.0.1:%d/hub".formatted(closed);
    says(
        nobody + "?user=canary",
        null,
        null,
        "The database at %s cannot be reached (connection refused): start it, or correct HUB_DB_URL"
            .formatted(nobody));
    says(
        "jdbc:postgresql://nowhere.invalid/hub",
        null,
        null,
        "The database at jdbc:postgresql://nowhere.invalid/hub cannot be reached (the name of the host is unknown): start it, or correct HUB_DB_URL");
  }

  @Test
  void pooler_is_told_from_a_server_and_only_its_session_mode_taken(@TempDir Path folder)
      throws Exception {
    Path pgbouncer =
        Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    String required = System.getenv().getOrDefault("HUB_REQUIRE", "");
    assumeTrue(
        pgbouncer != null || List.of(required.split(",")).contains("pgbouncer"), "no pgbouncer");
    for (String mode : List.of("session", "transaction")) {
      int at = freePort();
      Process process = pool(pgbouncer, folder, mode, at);
      try {
        String url = "jdbc:postgresql://127.0.0.1:%d/pooled".formatted(at);
        if (mode.equals("session")) {
          assertThatCode(() -> check(url, "anybody", "any")).doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> check(url, "anybody", "any"))
              .isInstanceOf(ConfigurationProblem.class)
              .hasMessageStartingWith(
                  "HUB_DB_URL leads to a pooler (PgBouncer) in transaction mode at " + url)
              .hasMessageContaining("set pool_mode=session");
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static Process pool(Path program, Path folder, String mode, int at) throws IOException {
    Path file = folder.resolve(mode + ".ini");
    Files.writeString(
        file,
        """
        [databases]
        pooled = host=127.0.0.1 port=%s dbname=%s user=%s password=%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        ignore_startup_parameters = extra_float_digits,options
        """
            .formatted(port, name, database.user(), database.password(), at, mode));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(mode + ".log").toFile())
            .start();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .failFast(() -> !process.isAlive())
        .ignoreExceptions()
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), at).close();
              return true;
            });
    return process;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void says(
      String url, @Nullable String user, @Nullable String password, String message) {
    assertThatThrownBy(() -> check(url, user, password))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessage(message)
        .hasMessageNotContaining("canary");
  }

  private static void check(String url, @Nullable String user, @Nullable String password) {
    new FirstConnection(DatabaseUrl.of(db(url, user, password))).check();
  }

  private static HubProperties.Db db(String url, @Nullable String user, @Nullable String password) {
    return new HubProperties.Db(
        url, user, password == null ? null : new Secret(password), Duration.ofMinutes(5));
  }
}
