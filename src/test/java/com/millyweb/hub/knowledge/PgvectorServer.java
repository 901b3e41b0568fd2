package com.millyweb.hub.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A Postgres with pgvector of Debian trixie, in a folder that debootstrap made: {@code debootstrap
 * --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie ~/.cache/hub/pgvector}.
 */
final class PgvectorServer implements AutoCloseable {
  private static final String BIN = "/usr/lib/postgresql/17/bin/";

  private final Path root;
  private final String data = "/tmp/" + UUID.randomUUID();
  private final int port = Ports.free();

  private PgvectorServer(Path root) {
    this.root = root;
  }

  private static Path root() {
    return Path.of(
        Optional.ofNullable(System.getenv("PGVECTOR_ROOT"))
            .orElse(System.getProperty("user.home") + "/.cache/hub/pgvector"));
  }

  static boolean isHere() {
    return Files.exists(root().resolve(BIN.substring(1) + "postgres"));
  }

  /** Skips the test where it is not there, unless {@code HUB_REQUIRE} names pgvector. */
  static PgvectorServer orSkip() throws Exception {
    Path root = root();
    boolean there = isHere();
    if (List.of(Optional.ofNullable(System.getenv("HUB_REQUIRE")).orElse("").split(","))
        .contains("pgvector")) {
      assertThat(there).as("pgvector in %s is required by HUB_REQUIRE", root).isTrue();
    }
    assumeThat(there).as("no Postgres with pgvector in %s", root).isTrue();
    var server = new PgvectorServer(root);
    server.run("%sinitdb -D %s -U hub -A trust".formatted(BIN, server.data));
    server.run(
        "%spg_ctl -D %s -l %s/log -o '-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp -c fsync=off' -w start"
            .formatted(BIN, server.data, server.data, server.port));
    return server;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  private void run(String command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("pgvector", ".log");
    Process process =
        new ProcessBuilder("chroot", root.toString(), "su", "postgres", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor())
        .as("%s: %s", command, Files.readString(output, StandardCharsets.UTF_8))
        .isZero();
    Files.delete(output);
  }

  @Override
  public void close() throws IOException {
    try {
      run("%spg_ctl -D %s -m immediate -w stop".formatted(BIN, data));
      run("rm -rf " + data);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
