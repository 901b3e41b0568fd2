package com.millyweb.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A Postgres server of our own under {@code $HUB_HOME/postgres}, from the binaries on the class
 * path.
 *
 * <p>The server is a process apart: it outlives a hub that is killed, and the next hub takes it
 * over. It listens on loopback only and asks for a password that lies beside the data, mode 0600.
 */
final class EmbeddedPostgres implements AutoCloseable {
  static final String USER = "postgres";
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PID_FILE_PORT_LINE = 3;
  private static final int PID_FILE_STATUS_LINE = 7;
  private static final long START_SECONDS = 60;
  private static final long WATCH_SECONDS = 1;

  /** Sized for a small server; durability is never traded for speed. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("max_connections", "64"),
          Map.entry("shared_buffers", "128MB"),
          Map.entry("max_wal_size", "2GB"),
          Map.entry("wal_compression", "on"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("autovacuum_naptime", "10s"),
          Map.entry("jit", "off"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("idle_in_transaction_session_timeout", "60s"),
          Map.entry("timezone", "UTC"));

  private final Path data;
  private final Path binaries;
  private final FileChannel lockFile;
  private final String password;
  private final int port;
  private final Thread watch = new Thread(this::watch, "hub-postgres");
  private boolean closed;

  private EmbeddedPostgres(
      Path data, Path binaries, FileChannel lockFile, String password, int port) {
    this.data = data;
    this.binaries = binaries;
    this.lockFile = lockFile;
    this.password = password;
    this.port = port;
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Starts the server of this home, or takes over the one that a killed hub left behind.
   *
   * @throws IllegalStateException when another hub runs on this home, or the server does not start
   */
  static EmbeddedPostgres start(Path home) {
    try {
      createPrivateDirectory(home);
      FileChannel lockFile = lock(home);
      Path binaries = unpack(home.resolve("postgres-binaries"));
      Path data = home.resolve("postgres");
      Path passwordFile = home.resolve("postgres.password");
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialize(binaries, data, passwordFile);
      }
      String password = Files.readString(passwordFile).strip();
      Integer running = portOfRunning(data);
      if (running != null) {
        log.info("Taking over the embedded Postgres on port {}", running);
        return new EmbeddedPostgres(data, binaries, lockFile, password, running);
      }
      int port = freePort();
      startServer(binaries, data, port);
      return new EmbeddedPostgres(data, binaries, lockFile, password, port);
    } catch (IOException e) {
      throw new IllegalStateException(
          "Embedded Postgres in %s could not be started: %s".formatted(home, e.getMessage()), e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  String password() {
    return password;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watch.interrupt();
    try {
      run(
          data.resolveSibling("postgres.log"),
          command(
              binaries, "pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "20", "stop"));
    } catch (IOException e) {
      log.warn("Embedded Postgres did not stop: {}", e.getMessage());
    } finally {
      try {
        lockFile.close();
      } catch (IOException e) {
        log.debug("Lock of the home was not released", e);
      }
    }
  }

  private static FileChannel lock(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "Another hub runs on HUB_HOME=%s: stop it, or set another HUB_HOME"
              .formatted(home.toAbsolutePath()));
    }
    return channel;
  }

  /** The archive's name carries no version, so its size marks what was unpacked. */
  private static Path unpack(Path folder) throws IOException {
    String archive = "/postgres-%s.txz".formatted(platform());
    var url = EmbeddedPostgres.class.getResource(archive);
    if (url == null) {
      throw new IllegalStateException(
          "No embedded Postgres for this machine (%s): set HUB_DB_URL to a Postgres 15 or newer"
              .formatted(platform()));
    }
    String mark = String.valueOf(url.openConnection().getContentLengthLong());
    Path done = folder.resolve("unpacked");
    if (Files.exists(done) && Files.readString(done).equals(mark)) {
      return folder;
    }
    FileSystemUtils.deleteRecursively(folder);
    createPrivateDirectory(folder);
    try (InputStream in = url.openStream();
        var tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, folder);
      }
    }
    Files.writeString(done, mark);
    return folder;
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("Archive entry leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.copy(folder.resolve(entry.getLinkName()), target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static String platform() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    return switch (System.getProperty("os.arch")) {
      case "aarch64", "arm64" -> os + "-arm_64";
      default -> os + "-x86_64";
    };
  }

  /** A half-made cluster (the hub died in here) has no PG_VERSION at its final place. */
  private static void initialize(Path binaries, Path data, Path passwordFile) throws IOException {
    Path fresh = data.resolveSibling("postgres.new");
    FileSystemUtils.deleteRecursively(fresh);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    writePrivate(passwordFile, HexFormat.of().formatHex(random));
    run(
        data.resolveSibling("postgres.log"),
        command(
            binaries,
            "initdb",
            "-D",
            fresh.toString(),
            "-U",
            USER,
            "-E",
            "UTF-8",
            "--locale=C",
            "-A",
            "scram-sha-256",
            "--pwfile=" + passwordFile,
            "--data-checksums",
            // the password is 256 random bits: nothing is gained by making each login slow
            "--set=scram_iterations=64"));
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A server may die while its hub lives: of a full disk, or because somebody killed it. */
  private void watch() {
    while (true) {
      try {
        TimeUnit.SECONDS.sleep(WATCH_SECONDS);
        startAgain();
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        log.error("The embedded Postgres has died and does not start: {}", e.getMessage());
      }
    }
  }

  private synchronized void startAgain() throws IOException {
    if (!closed && !isAlive(pidFile(data))) {
      log.warn("The embedded Postgres has died and is started again");
      startServer(binaries, data, port);
    }
  }

  /** Waits for one that is still about to start or to stop. */
  private static @Nullable Integer portOfRunning(Path data) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    List<String> pidFile = pidFile(data);
    while (isAlive(pidFile)) {
      if (pidFile.size() > PID_FILE_STATUS_LINE
          && pidFile.get(PID_FILE_STATUS_LINE).strip().equals("ready")) {
        return Integer.valueOf(pidFile.get(PID_FILE_PORT_LINE).strip());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "The server in %s is not ready after %d s".formatted(data, START_SECONDS));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      pidFile = pidFile(data);
    }
    return null;
  }

  private static List<String> pidFile(Path data) throws IOException {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static boolean isAlive(List<String> pidFile) {
    return !pidFile.isEmpty()
        && ProcessHandle.of(Long.parseLong(pidFile.get(0).strip()))
            .filter(ProcessHandle::isAlive)
            .flatMap(process -> process.info().command())
            .filter(command -> command.contains("postgres"))
            .isPresent();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void startServer(Path binaries, Path data, int port) throws IOException {
    String serverLog = data.resolveSibling("postgres.log").toString();
    StringBuilder options = new StringBuilder("-p " + port);
    SETTINGS.forEach(
        (name, value) ->
            options.append(" -c ").append(name).append("='").append(value).append('\''));
    run(
        Path.of(serverLog),
        command(
            binaries,
            "pg_ctl",
            "-D",
            data.toString(),
            "-l",
            serverLog,
            "-o",
            options.toString(),
            "-w",
            "-t",
            String.valueOf(START_SECONDS),
            "start"));
    log.info("Embedded Postgres listens on 127.0.0.1:{}", port);
  }

  /**
   * Postgres refuses to run as root; a user namespace lets a container's root run it all the same.
   */
  private static List<String> command(Path binaries, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/usr/bin/unshare"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void run(Path logFile, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
            .start();
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("%s gave no answer within 90 s".formatted(command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + command, e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d, see %s".formatted(command, process.exitValue(), logFile));
    }
  }

  static void createPrivateDirectory(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Writes a file that only its owner may read, whatever the umask. */
  static void writePrivate(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
