package com.millyweb.hub.database;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.home.HomeLock;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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

  /** Recovery after a power cut reads up to {@code max_wal_size} of log. */
  static final long START_SECONDS = 300;

  private static final long STOP_SECONDS = 20;
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
          // each makes the next change of a page log the whole page
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("random_page_cost", "1.1"),
          Map.entry("autovacuum_naptime", "10s"),
          Map.entry("jit", "off"),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("idle_in_transaction_session_timeout", "60s"),
          Map.entry("timezone", "UTC"));

  private final PostgresCommands commands;
  private final PostgresFolder folder;
  private final HomeLock lock;
  private final String password;
  private final int port;
  private final Thread watch = new Thread(this::watch, "hub-postgres");
  private boolean closed;

  private EmbeddedPostgres(
      PostgresCommands commands, PostgresFolder folder, HomeLock lock, String password, int port) {
    this.commands = commands;
    this.folder = folder;
    this.lock = lock;
    this.password = password;
    this.port = port;
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Starts the server of this home, or takes over the one that a killed hub left behind.
   *
   * @throws ConfigurationProblem when another hub runs on this home, or the server does not start
   */
  static EmbeddedPostgres start(Path home) {
    return start(home, HomeLock.take(home));
  }

  /** Keeps the lock until the server has stopped. */
  static EmbeddedPostgres start(Path home, HomeLock lock) {
    try {
      var commands = new PostgresCommands(home);
      Path data = home.resolve("postgres");
      Path passwordFile = home.resolve("postgres.password");
      var folder = new PostgresFolder(data);
      unpack(commands, folder);
      if (!folder.isInitialized()) {
        initialize(commands, data, passwordFile);
      }
      String password = password(passwordFile);
      sayWhetherItIsACopy(home, folder);
      Integer running = new PostgresTakeover(commands, folder, password).port();
      int port = running == null ? freePort() : running;
      if (running == null) {
        startServer(commands, data, port);
      } else {
        log.info("Taking over the embedded Postgres on port {}", running);
      }
      return new EmbeddedPostgres(commands, folder, lock, password, port);
    } catch (IOException e) {
      lock.close();
      throw new ConfigurationProblem(
          "The embedded Postgres in HUB_HOME=%s does not start: %s".formatted(home, e.getMessage()),
          e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
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
      if (folder.isServed()) {
        commands.stop(STOP_SECONDS);
      }
    } catch (IOException e) {
      log.warn("Embedded Postgres did not stop: {}", e.getMessage());
    } finally {
      lock.close();
    }
  }

  /** A server that runs from other binaries, before an upgrade of the hub, ends in good order. */
  private static void unpack(PostgresCommands commands, PostgresFolder folder) throws IOException {
    if (commands.binaries().areUnpacked()) {
      return;
    }
    if (Files.exists(commands.binaries().program("pg_ctl")) && folder.isServed()) {
      log.info("Stopping the embedded Postgres, whose binaries are replaced");
      commands.stop(STOP_SECONDS);
    }
    commands.binaries().unpack();
  }

  /** A half-made cluster (the hub died in here) has no PG_VERSION at its final place. */
  private static void initialize(PostgresCommands commands, Path data, Path passwordFile)
      throws IOException {
    String fresh = "postgres.new";
    FileSystemUtils.deleteRecursively(data.resolveSibling(fresh));
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    PrivateFiles.write(passwordFile, HexFormat.of().formatHex(random));
    commands.initdb(fresh, USER, passwordFile);
    Files.move(data.resolveSibling(fresh), data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String password(Path file) throws IOException {
    String password = Files.exists(file) ? Files.readString(file).strip() : "";
    if (password.isEmpty()) {
      throw new IOException(
          "the database's password is missing; put back the file %s from a backup".formatted(file));
    }
    return password;
  }

  private static void sayWhetherItIsACopy(Path home, PostgresFolder folder) throws IOException {
    Optional<PostmasterPid> original = folder.livingOriginal();
    if (original.isPresent()) {
      log.warn(
          "{} is a copy of {}, whose hub still runs: it gets a Postgres of its own. What waited"
              + " when the copy was made is done by both",
          home,
          original.get().data().getParent());
    }
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

  /**
   * Not before the last process of the one before has gone: they share its memory and its files.
   */
  private synchronized void startAgain() throws IOException {
    if (!closed && !folder.isServed() && folder.processes().isEmpty()) {
      log.warn("The embedded Postgres has died and is started again");
      folder.deletePidFile();
      startServer(commands, folder.data(), port);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void startServer(PostgresCommands commands, Path data, int port)
      throws IOException {
    // a copy may have come with wider permissions, and Postgres refuses those
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    commands.start(START_SECONDS, options(port, Map.of()));
    log.debug("Embedded Postgres listens on 127.0.0.1:{}", port);
  }

  /** What the server is started with. */
  static String options(int port, Map<String, String> others) {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.putAll(others);
    StringBuilder options = new StringBuilder("-p " + port);
    settings.forEach(
        (name, value) ->
            options.append(" -c ").append(name).append("='").append(value).append('\''));
    return options.toString();
  }
}
