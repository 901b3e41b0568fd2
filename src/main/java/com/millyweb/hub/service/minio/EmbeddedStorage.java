package com.millyweb.hub.service.minio;

import com.millyweb.hub.home.PrivateFiles;
import com.millyweb.hub.process.ChildJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * A server that speaks S3 on a folder of the home, for hubs that have no other. It is a process
 * apart, started at its first use, and ends with the hub. It listens on loopback only, where it was
 * before if nobody took that port; what proves a request lies in a file of mode 0600.
 */
final class EmbeddedStorage implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedStorage.class);
  private static final DataSize HEAP = DataSize.ofMegabytes(96);
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final int STARTS = 3;
  private static final long PAUSE_SECONDS = 1;
  private static final long LONGEST_PAUSE_SECONDS = 60;

  /** Who has lived for longer does not die of its start. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private static final String ENDPOINT = "s3proxy.endpoint";
  private static final String IDENTITY = "s3proxy.identity";
  private static final String CREDENTIAL = "s3proxy.credential";

  /** Where it is, and what proves a request. */
  record Address(URI url, String accessKey, String secretKey) {}

  private record Server(Process process, Address address) {}

  private final Path home;

  /** Changed under the lock, which a start holds for seconds; read without it. */
  private volatile @Nullable Server server;

  /** Not ready yet; killed without the lock when the hub ends. */
  private volatile @Nullable Process starting;

  private volatile boolean closed;
  private volatile long pauseSeconds;

  EmbeddedStorage(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  /** With a folder for each bucket. */
  Path folder() {
    return home.resolve("objects");
  }

  /** What other programs need to use it. */
  Path settingsFile() {
    return home.resolve("objects.conf");
  }

  private Path logFile() {
    return home.resolve("objects.log");
  }

  boolean isStarted() {
    return server != null;
  }

  /**
   * Starts it when it does not run.
   *
   * @throws IllegalStateException when it does not start
   */
  Address address() {
    requireOpen();
    Server known = server;
    return known != null && known.process.isAlive() ? known.address : started();
  }

  private synchronized Address started() {
    Server known = server;
    return known != null && known.process.isAlive() ? known.address : start();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The hub ends, and its object storage with it");
    }
  }

  private Address start() {
    try {
      PrivateFiles.createDirectory(folder());
      List<Path> jars = new EmbeddedJars(home.resolve("objects-program")).unpacked();
      for (int attempt = 1; ; attempt++) {
        Address wanted = settings(attempt > 1);
        Process started = start(jars);
        starting = started;
        if (!closed && isReady(started)) {
          long ready = System.nanoTime();
          server = new Server(started, wanted);
          starting = null;
          started
              .onExit()
              .thenRunAsync(
                  () -> startAgain(Duration.ofNanos(System.nanoTime() - ready)),
                  EmbeddedStorage::onThread);
          log.debug("The embedded object storage listens on {}", wanted.url());
          return wanted;
        }
        started.destroyForcibly();
        starting = null;
        requireOpen();
        if (attempt == STARTS) {
          throw new IOException("see " + logFile());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The embedded object storage does not start: " + e.getMessage(), e);
    }
  }

  /** The same as before as far as possible: other programs may know it by them. */
  private Address settings(boolean elsewhere) throws IOException {
    Properties known = new Properties();
    if (Files.exists(settingsFile())) {
      known.load(new StringReader(Files.readString(settingsFile())));
    }
    String accessKey = known.getProperty(IDENTITY, "hub-" + random(4));
    String secretKey = known.getProperty(CREDENTIAL, random(32));
    String endpoint = known.getProperty(ENDPOINT);
    if (endpoint == null || elsewhere || !isFree(URI.create(endpoint).getPort())) {
      endpoint = "http://127.0.0.1:" + freePort();
    }
    PrivateFiles.write(
        settingsFile(),
        """
        # The object storage of this hub: where it is, and what proves a request.
        %s=%s
        %s=%s
        %s=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.ignore-unknown-headers=true
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(
                ENDPOINT,
                endpoint,
                IDENTITY,
                accessKey,
                CREDENTIAL,
                secretKey,
                folder().toString().replace("\\", "\\\\")));
    return new Address(URI.create(endpoint), accessKey, secretKey);
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private Process start(List<Path> jars) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(settingsFile().toString());
    arguments.add(logFile().toString());
    jars.forEach(jar -> arguments.add(jar.toString()));
    File errors = logFile().toFile();
    return ChildJvm.of(EmbeddedProgram.class, HEAP, arguments.toArray(String[]::new))
        .redirectError(ProcessBuilder.Redirect.appendTo(errors))
        .start();
  }

  private static boolean isReady(Process started) {
    var out =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    CompletableFuture<Boolean> ready =
        CompletableFuture.supplyAsync(
            () -> out.lines().anyMatch(EmbeddedProgram.READY::equals), EmbeddedStorage::onThread);
    try {
      return ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void onThread(Runnable task) {
    var thread = new Thread(task, "hub-storage");
    thread.setDaemon(true);
    thread.start();
  }

  /** It may die while the hub lives: of too little memory, or because somebody killed it. */
  private void startAgain(Duration lived) {
    if (lived.compareTo(STEADY) > 0) {
      pauseSeconds = 0;
    }
    String told = "The embedded object storage has died and is started again";
    if (!closed) {
      log.warn("{}", told);
    }
    while (true) {
      pauseSeconds = Math.min(Math.max(PAUSE_SECONDS, 2 * pauseSeconds), LONGEST_PAUSE_SECONDS);
      try {
        TimeUnit.SECONDS.sleep(pauseSeconds);
        if (closed) {
          return;
        }
        address();
        return;
      } catch (IllegalStateException e) {
        String reason = String.valueOf(e.getMessage());
        if (!closed && !reason.equals(told)) {
          log.error("{}", reason);
        }
        told = reason;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Process unready = starting;
    if (unready != null) {
      unready.destroyForcibly();
    }
    Server known = server;
    if (known == null) {
      return;
    }
    Process running = known.process;
    running.destroy();
    try {
      if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
