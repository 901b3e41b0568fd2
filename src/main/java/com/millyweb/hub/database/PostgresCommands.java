package com.millyweb.hub.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Calls the programs of Postgres on the cluster of a home. {@code pg_ctl} and {@code initdb} pass
 * paths through a shell, so none that the user chose may be among their arguments: the data folder
 * goes by environment, the rest by names relative to the home.
 */
final class PostgresCommands {
  private static final Path BINARIES = Path.of("postgres-binaries");
  private static final String DATA = "postgres";
  private static final String LOG = "postgres.log";

  /** What keeps its meaning between the double quotes of a shell. */
  private static final Pattern SHELL = Pattern.compile("[$`\"\\\\\\r\\n]");

  private static final int TAIL_BYTES = 4 * 1024;

  private final Path home;
  private final PostgresBinaries binaries;

  PostgresCommands(Path home) {
    this.home = home;
    this.binaries = PostgresBinaries.in(home.resolve(BINARIES));
  }

  PostgresBinaries binaries() {
    return binaries;
  }

  /** Makes a cluster in a folder of the home, with a superuser whose password the file holds. */
  void initdb(String folder, String superuser, Path passwordFile) throws IOException {
    if (!SHELL.matcher(home.toString()).find()) {
      initdb(binaries, folder, superuser, passwordFile);
      return;
    }
    // initdb finds its own place and hands that to a shell: from elsewhere it works in any home
    Path elsewhere = Files.createTempDirectory("hub-initdb");
    try {
      PostgresBinaries copy = PostgresBinaries.in(elsewhere.resolve(BINARIES));
      copy.unpack();
      initdb(copy, folder, superuser, passwordFile);
    } finally {
      FileSystemUtils.deleteRecursively(elsewhere);
    }
  }

  private void initdb(PostgresBinaries from, String folder, String superuser, Path passwordFile)
      throws IOException {
    run(
        90,
        Map.of("PGDATA", home.resolve(folder).toString()),
        from.program("initdb").toString(),
        "-U",
        superuser,
        "-E",
        "UTF-8",
        "--locale=C",
        "-A",
        "scram-sha-256",
        "--pwfile=" + passwordFile,
        "--data-checksums",
        // the password is 256 random bits: nothing is gained by making each login slow
        "--set=scram_iterations=64");
  }

  /** Starts the server apart from this process, and waits until it takes connections. */
  void start(long seconds, String options) throws IOException {
    control(
        seconds,
        "-p",
        BINARIES.resolve("bin/postgres").toString(),
        "-l",
        LOG,
        "-o",
        options,
        "-w",
        "-t",
        String.valueOf(seconds),
        "start");
  }

  void stop(long seconds) throws IOException {
    control(seconds, "-m", "fast", "-w", "-t", String.valueOf(seconds), "stop");
  }

  /**
   * @param signal INT ends a server in good order, QUIT at once, with recovery at its next start
   */
  void signal(long process, String signal) throws IOException {
    control(10, "kill", signal, String.valueOf(process));
  }

  private void control(long seconds, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("pg_ctl").toString());
    command.addAll(List.of(arguments));
    run(
        seconds + 30,
        Map.of("PGDATA", home.resolve(DATA).toString()),
        command.toArray(String[]::new));
  }

  /**
   * Postgres refuses to run as root; a user namespace lets a container's root run it all the same.
   */
  private void run(long seconds, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/usr/bin/unshare"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(arguments));
    Path logFile = home.resolve(LOG);
    long before = Files.exists(logFile) ? Files.size(logFile) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String program = Path.of(arguments[0]).getFileName() + " " + arguments[arguments.length - 1];
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("%s gave no answer within %d s".formatted(program, seconds));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + program, e);
    }
    if (process.exitValue() != 0) {
      String reason = reason(logFile, before);
      throw new IOException(
          "%s failed%s (all of it is in %s)"
              .formatted(program, reason == null ? "" : ": " + reason, logFile));
    }
  }

  /** The first complaint that was added to the log, else its last line. */
  private static @Nullable String reason(Path logFile, long from) throws IOException {
    byte[] tail;
    try (var file = new RandomAccessFile(logFile.toFile(), "r")) {
      file.seek(Math.max(from, file.length() - TAIL_BYTES));
      tail = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(tail);
    }
    List<String> lines =
        new String(tail, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.stream()
        .filter(line -> line.matches(".*\\b(FATAL|PANIC|ERROR|error|fatal):.*"))
        .findFirst()
        .orElse(lines.isEmpty() ? null : lines.get(lines.size() - 1));
  }
}
