package com.millyweb.hub.crash;

import com.millyweb.hub.process.HomePostgres;
import com.millyweb.hub.process.HubJvm;
import com.millyweb.hub.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A hub that dies and comes back: each life is a process, the home with its Postgres and the ports
 * stay. Whatever happens to the test, no process of it is left.
 */
final class HubProcess implements AutoCloseable {
  static final String DOOR_TOKEN = "crash-test-token";

  /** Longer than a busy machine needs for anything. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String FLOWS = "routes/flow/crash.camel.yaml";

  /** The routes of a new hub. */
  static final Path SHIPPED = Path.of("routes");

  private static final Path WORK = Path.of("target", "crash").toAbsolutePath();

  /** The programs of Postgres as the first of these hubs unpacked them, which takes seconds. */
  private static final Path PROGRAMS = WORK.resolve("postgres-binaries");

  private static final Set<HubProcess> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(HubProcess::close)));
  }

  private final Path home;
  private final Path log;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> settings = new ArrayList<>();
  private @Nullable Process process;

  private HubProcess(Path home, Path log, Receiver receiver) {
    this.home = home;
    this.log = log;
    set("hub.home", home.toString());
    set("hub.routes", home.resolve("routes").toString());
    set("hub.route.packaged", "false");
    set("hub.port", String.valueOf(port));
    set("hub.management-port", String.valueOf(managementPort));
    set("hub.event.lease", "2s");
    set("hub.event.poll", "200ms");
    set("hub.route.poll", "100ms");
    set("hub.route.settle", "50ms");
    set("hub.egress.allow", "127.0.0.1");
    set("hub.ingress.sources.crash.verify", "bearer");
    set("hub.ingress.sources.crash.secret", DOOR_TOKEN);
    set("hub.ingress.sources.crash.subject", "{/client}");
    set("hub.vars.receiver", receiver.url());
    ALIVE.add(this);
  }

  /** A hub that never ran. */
  static HubProcess at(String name, Receiver receiver) {
    return in(WORK.resolve(name), receiver);
  }

  /** A hub that never ran, with its home in a place of its own. */
  static HubProcess in(Path home, Receiver receiver) {
    try {
      new HomePostgres(home).stopIfThere();
      FileSystemUtils.deleteRecursively(home);
      // each life reads them again; and the shipped flows tell people of a machine that has too
      // much to do
      for (String folder : List.of("ingress", "notify", "policy")) {
        FileSystemUtils.copyRecursively(
            SHIPPED.resolve(folder), home.resolve("routes").resolve(folder));
      }
      Files.createDirectory(home.resolve(FLOWS).getParent());
      Files.copy(Path.of("src/test/resources/crash/crash.camel.yaml"), home.resolve(FLOWS));
      Path log = WORK.resolve(home.getFileName() + ".log");
      Files.createDirectories(WORK);
      Files.deleteIfExists(log);
      if (Files.exists(PROGRAMS)) {
        FileSystemUtils.copyRecursively(PROGRAMS, home.resolve(PROGRAMS.getFileName()));
      }
      return new HubProcess(home, log, receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HubProcess set(String key, String value) {
    settings.add("--" + key + "=" + value);
    return this;
  }

  /** Gives it these flows of {@code crash} in the place of those that it had. */
  HubProcess runs(String... files) throws IOException {
    Files.delete(flows());
    for (String file : files) {
      Files.copy(Path.of("src/test/resources/crash", file), flows().resolveSibling(file));
    }
    return this;
  }

  /** Uses the Postgres of another hub, as two hubs on one external database do. */
  void shareDatabaseOf(HubProcess other) {
    set("hub.db.url", other.postgres().url());
    set("hub.db.user", HomePostgres.USER);
    set("hub.db.password", other.postgres().password());
  }

  Path home() {
    return home;
  }

  HomePostgres postgres() {
    return new HomePostgres(home);
  }

  /** The file of the flows, to be edited. */
  Path flows() {
    return home.resolve(FLOWS);
  }

  URI door() {
    return URI.create("http://127.0.0.1:%d/hooks/crash".formatted(port));
  }

  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a life; settings for this one may be added. */
  void start(String... more) {
    List<String> command = new ArrayList<>(HubJvm.withTests());
    command.add(HubUnderFault.class.getName());
    command.addAll(settings);
    command.addAll(Arrays.asList(more));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the doors are open and every flow runs. */
  void awaitStarted() {
    Process life = life();
    Awaitility.await("hub has started, see " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast("hub ended before it had started, see " + log, () -> !life.isAlive())
        .until(this::hasStarted);
    keepPrograms();
  }

  /** For the hubs after it; another JVM of tests may do the same. */
  private void keepPrograms() {
    Path unpacked = home.resolve(PROGRAMS.getFileName());
    if (Files.exists(PROGRAMS) || !Files.exists(unpacked)) {
      return;
    }
    try {
      Path copy = Files.createTempDirectory(WORK, "programs");
      FileSystemUtils.copyRecursively(unpacked, copy);
      Files.move(copy, PROGRAMS);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // the other one was first
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until each delivery of these events has ended.
   *
   * @param events a condition of SQL about the event {@code e}
   */
  void awaitDelivered(String events) {
    String left =
        "select count(*) from delivery d join event e on e.at = d.event_at and e.id = d.event_id where "
            + events;
    Awaitility.await("no delivery is left where " + events)
        .atMost(PATIENCE)
        .until(() -> postgres().number(left) == 0);
  }

  private boolean hasStarted() throws IOException {
    Path started = home.resolve(HubUnderFault.STARTED);
    return Files.exists(started) && Files.readString(started).equals(String.valueOf(life().pid()));
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** {@code kill -9}, and what was in its hands then. */
  void kill() {
    try {
      life().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a death that nobody of us caused from outside. */
  void awaitDeath() {
    if (!awaitDeath(PATIENCE)) {
      throw new IllegalStateException("The hub lives on, see " + log);
    }
  }

  /** Waits at most so long, and tells whether it came. */
  boolean awaitDeath(Duration most) {
    try {
      return life().waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  int exit() {
    return life().exitValue();
  }

  /** The sum over all tags of a meter; 0 for one that is not there. */
  double metric(String name) {
    try {
      String page =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:%d/actuator/prometheus".formatted(managementPort)))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return page.lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** What {@code /readyz} answers; 0 for nothing. */
  int readiness() {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(port)))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Waits for an answer of {@code /readyz}, and not for long. */
  void awaitReadiness(String why, int status, Duration most) {
    Awaitility.await(why)
        .atMost(most)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> readiness() == status);
  }

  /** Whether the process was stopped by a signal, and did not yet get the one to go on. */
  boolean isStopped() {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(life().pid()), "stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
    } catch (IOException e) {
      return false;
    }
  }

  void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(life().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    postgres().stopIfThere();
    ALIVE.remove(this);
  }

  private Process life() {
    Process life = process;
    if (life == null) {
      throw new IllegalStateException("The hub was not started");
    }
    return life;
  }
}
