package com.millyweb.hub.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The data folder of a Postgres, and who works on it.
 *
 * <p>A server's working directory is its data folder, so Linux tells the servers of a folder from
 * every other process, whatever their process ids and whatever the pid file says. Elsewhere the pid
 * file is believed when its process is a Postgres of that age and its folder is this one.
 */
final class PostgresFolder {
  private static final Path PROC = Path.of("/proc");

  /** How far a process' start and what it noted as its start lie apart at most. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

  private final Path data;

  PostgresFolder(Path data) {
    this.data = data;
  }

  Path data() {
    return data;
  }

  boolean isInitialized() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  Optional<PostmasterPid> pidFile() throws IOException {
    return PostmasterPid.read(data);
  }

  /** Whether the server that the pid file names lives and works on this folder. */
  boolean isServed() throws IOException {
    return pidFile().filter(this::isServedBy).isPresent();
  }

  boolean isServedBy(PostmasterPid claim) {
    return tellsWorkingDirectories()
        ? worksHere(PROC.resolve(String.valueOf(claim.pid())))
        : isOfThatAge(claim) && isSameFile(claim.data());
  }

  /** All processes that work on this folder: the server and its children, in no order. */
  List<Long> processes() throws IOException {
    if (!tellsWorkingDirectories()) {
      return pidFile().filter(this::isServedBy).map(PostmasterPid::pid).stream().toList();
    }
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (worksHere(process)) {
          found.add(Long.valueOf(process.getFileName().toString()));
        }
      }
    }
    return found;
  }

  /** Whether the pid file is of another folder whose server runs: this folder is a copy of that. */
  Optional<PostmasterPid> livingOriginal() throws IOException {
    return pidFile()
        .filter(claim -> !isServedBy(claim) && !isSameFile(claim.data()))
        .filter(claim -> new PostgresFolder(claim.data()).isServedBy(claim));
  }

  /**
   * Removes what a server left that is no more. Only for who has the home's lock and saw that
   * {@link #processes} is empty: with the file of a living server in the way of nobody, two would
   * write.
   */
  boolean deletePidFile() throws IOException {
    return Files.deleteIfExists(data.resolve(PostmasterPid.FILE));
  }

  private boolean worksHere(Path process) {
    try {
      // an upgrade may have replaced the program: its name is then followed by " (deleted)"
      Path program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
      return program != null
          && program.toString().split(" ")[0].equals("postgres")
          && isSameFile(process.resolve("cwd"));
    } catch (IOException | UnsupportedOperationException e) {
      // it has ended meanwhile, or is another user's
      return false;
    }
  }

  private static boolean isOfThatAge(PostmasterPid claim) {
    return ProcessHandle.of(claim.pid())
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::info)
        .filter(info -> info.command().filter(name -> name.endsWith("/postgres")).isPresent())
        .flatMap(ProcessHandle.Info::startInstant)
        .filter(
            started ->
                Duration.between(started, claim.started()).abs().compareTo(START_TOLERANCE) <= 0)
        .isPresent();
  }

  boolean isSameFile(Path other) {
    try {
      return Files.isSameFile(data, other);
    } catch (IOException e) {
      return false;
    }
  }

  static boolean tellsWorkingDirectories() {
    return Files.isSymbolicLink(PROC.resolve("self/cwd"));
  }
}
