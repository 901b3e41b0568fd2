package com.millyweb.hub.bench;

import com.millyweb.hub.fake.FakeSocket;
import com.millyweb.hub.knowledge.SearchBench;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * {@code mvn -Pbench verify}: runs the packaged hub and writes {@code target/bench/results.md}.
 *
 * <p>System properties: {@code bench.seconds} for each measurement (10), {@code bench.peer} the URL
 * of another system's webhook to measure beside the hub, {@code bench.jvm} options of the hub's
 * JVM.
 */
public final class Bench {
  private static final double SECONDS =
      Double.parseDouble(System.getProperty("bench.seconds", "10"));
  private static final int[] CONNECTIONS = {1, 16, 64};
  private static final int DRAINED = 50_000;
  private static final int PACED = 20_000;

  /** Sections that one hub runs, one after the other. */
  private static final Set<String> OF_EVENTS =
      Set.of("start", "ingest", "latency", "e2e", "drain", "pacing");

  private final Path folder;
  private final Report report;
  private final Path jar;
  private final List<String> jvmOptions;

  private Bench(Path folder) {
    this.folder = folder;
    this.report = new Report(folder.resolve("results.md"));
    this.jar = Path.of("target", "hub.jar").toAbsolutePath();
    String options = System.getProperty("bench.jvm", "");
    this.jvmOptions = options.isBlank() ? List.of() : List.of(options.split(" "));
  }

  /**
   * Runs everything; the arguments name sections to run alone: start, ingest, latency, e2e, drain,
   * pacing, docker, knowledge, agent, agents.
   */
  public static void main(String[] args) throws Exception {
    nameClassPath();
    FakeSocket.sendsAtOnce();
    Path folder = Path.of("target", "bench").toAbsolutePath();
    FileSystemUtils.deleteRecursively(folder);
    Files.createDirectories(folder);
    new Bench(folder).run(Set.of(args));
    System.exit(0);
  }

  /** For JVMs that are started from this one: as it is Maven's own, its class path is Maven's. */
  private static void nameClassPath() {
    if (Bench.class.getClassLoader() instanceof URLClassLoader loader) {
      System.setProperty(
          "java.class.path",
          Arrays.stream(loader.getURLs())
              .map(url -> Path.of(URI.create(url.toString())).toString())
              .collect(Collectors.joining(File.pathSeparator)));
    }
  }

  private void run(Set<String> only) throws Exception {
    report.machine();
    if (only.isEmpty() || !Collections.disjoint(only, OF_EVENTS)) {
      events(only);
    }
    if (only.isEmpty() || only.contains("agents")) {
      new AgentLoad(folder, jar, jvmOptions, report).measure();
    }
    if (only.isEmpty() || only.contains("docker")) {
      new ContainerEnds(folder, jar, jvmOptions, report).measure();
    }
    if (only.isEmpty() || only.contains("knowledge")) {
      report.section("Knowledge");
      report.header("what", "found", "p50 ms", "p99 ms");
      SearchBench.measure(report::row);
    }
    if (only.isEmpty() || only.contains("agent")) {
      new AgentTurns(folder, jar, jvmOptions, report).measure();
    }
    report.write();
  }

  private void events(Set<String> only) throws Exception {
    try (Arrivals receiver = new Arrivals()) {
      Path home = folder.resolve("home");
      Path routes = BenchRoutes.write(folder.resolve("routes"), receiver.port());
      double first;
      try (PackagedHub hub = PackagedHub.start(jar, home, routes, jvmOptions)) {
        first = hub.secondsToReady;
      }
      try (PackagedHub hub = PackagedHub.start(jar, home, routes, jvmOptions)) {
        start(hub, first);
        warmUp(hub);
        if (only.isEmpty() || only.contains("ingest")) {
          ingest(hub);
        }
        if (only.isEmpty() || only.contains("latency")) {
          latency(hub, receiver);
        }
        if (only.isEmpty() || only.contains("e2e")) {
          endToEnd(hub, receiver);
        }
        if (only.isEmpty() || only.contains("drain")) {
          drain(hub);
        }
        if (only.isEmpty() || only.contains("pacing")) {
          pacing(hub);
        }
        report.row("resident memory after the load", hub.residentMib() + " MiB");
      }
    }
  }

  private void start(PackagedHub hub, double first) throws Exception {
    report.section("Start and memory");
    report.header("what", "figure");
    report.row("first start (makes its database), to ready", "%.1f s".formatted(first));
    report.row("start on an existing database, to ready", "%.1f s".formatted(hub.secondsToReady));
    long sent = System.nanoTime();
    ClosedLoop.Result accepted = ClosedLoop.run(hub.port, 1, 0.001, 202, push());
    report.row(
        "from ready to the first accepted webhook",
        "%.0f ms%s"
            .formatted(
                (System.nanoTime() - sent) / 1e6, accepted.failed() > 0 ? " (refused!)" : ""));
    report.row("resident memory after start", hub.residentMib() + " MiB");
  }

  /** Until the compiler has nothing more to gain: on two cores it has half a minute of work. */
  private void warmUp(PackagedHub hub) throws InterruptedException {
    double best = 0;
    for (int round = 0, worse = 0; round < 12 && worse < 2; round++) {
      ClosedLoop.run(hub.port, 1, SECONDS / 4, 202, push());
      ClosedLoop.run(hub.port, 64, SECONDS / 4, 200, Requests.empty("/bench/empty"));
      double perSecond = ClosedLoop.run(hub.port, 64, SECONDS / 2, 202, push()).perSecond();
      worse = perSecond > 1.05 * best ? 0 : worse + 1;
      best = Math.max(best, perSecond);
    }
  }

  private void ingest(PackagedHub hub) throws Exception {
    report.section("Verified 1 kB webhooks, answered after the commit");
    report.header(
        "connections", "measured", "per second", "p50 ms", "p99 ms", "ratio to empty route");
    for (int connections : CONNECTIONS) {
      var empty =
          ClosedLoop.run(hub.port, connections, SECONDS, 200, Requests.empty("/bench/empty"));
      var endpoint =
          ClosedLoop.run(hub.port, connections, SECONDS / 2, 200, Requests.get("/healthz"));
      var verified = ClosedLoop.run(hub.port, connections, SECONDS, 202, push());
      double commits = commitsPerSecond(hub, connections);
      load(connections, "empty platform-http route", empty, empty);
      load(connections, "empty endpoint of the same server", endpoint, empty);
      load(connections, "**verified webhook**", verified, empty);
      report.row(
          "" + connections,
          "single-row commits, JDBC loop",
          "%.0f".formatted(commits),
          "",
          "",
          "%.2f".formatted(commits / empty.perSecond()));
      String peer = System.getProperty("bench.peer");
      if (peer != null) {
        var uri = URI.create(peer);
        var other =
            ClosedLoop.run(uri.getPort(), connections, SECONDS, 200, Requests.empty(uri.getPath()));
        load(connections, "peer " + peer, other, empty);
      }
    }
  }

  private void load(
      int connections, String what, ClosedLoop.Result result, ClosedLoop.Result empty) {
    report.row(
        "" + connections,
        what + (result.failed() > 0 ? " (%d refused)".formatted(result.failed()) : ""),
        "%.0f".formatted(result.perSecond()),
        "%.2f".formatted(result.p50()),
        "%.2f".formatted(result.p99()),
        "%.2f".formatted(result.perSecond() / empty.perSecond()));
  }

  /** What the same Postgres commits when every row is its own transaction. */
  private double commitsPerSecond(PackagedHub hub, int connections) throws Exception {
    long end = System.nanoTime() + (long) (SECONDS / 2 * 1e9);
    AtomicLong commits = new AtomicLong();
    try (Connection connection = hub.database();
        var statement = connection.createStatement()) {
      statement.execute("create table if not exists bench_row (id bigint, data bytea)");
      statement.execute("truncate bench_row");
    }
    byte[] data = Requests.kilobyte();
    List<Thread> threads =
        IntStream.range(0, Math.min(connections, 24))
            .mapToObj(
                any ->
                    new Thread(
                        () -> {
                          try (Connection connection = hub.database();
                              PreparedStatement insert =
                                  connection.prepareStatement(
                                      "insert into bench_row values (?, ?)")) {
                            while (System.nanoTime() < end) {
                              insert.setLong(1, commits.incrementAndGet());
                              insert.setBytes(2, data);
                              insert.executeUpdate();
                            }
                          } catch (SQLException e) {
                            throw new IllegalStateException("The JDBC loop broke", e);
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return commits.get() / (SECONDS / 2);
  }

  private void latency(PackagedHub hub, Arrivals receiver) throws Exception {
    List<Long> nanos = new ArrayList<>();
    try (Socket socket = new Socket("127.0.0.1", hub.port)) {
      socket.setTcpNoDelay(true);
      byte[] answer = new byte[4096];
      for (int i = 0; i < 300; i++) {
        String key = "idle-" + i;
        long sent = System.nanoTime();
        socket.getOutputStream().write(e2e(key));
        if (socket.getInputStream().read(answer) < 0) {
          throw new IOException("The hub closed the connection");
        }
        while (!receiver.arrivals().containsKey(key)) {
          Thread.sleep(1);
        }
        nanos.add(receiver.arrivals().get(key) - sent);
        Thread.sleep(20);
      }
    }
    List<Long> sorted = nanos.subList(50, nanos.size()).stream().sorted().toList();
    report.section("Idle: from POST to the request at the receiver");
    report.header("what", "ms");
    report.row("median", "%.1f".formatted(sorted.get(sorted.size() / 2) / 1e6));
    report.row("p99", "%.1f".formatted(sorted.get((int) (sorted.size() * 0.99)) / 1e6));
  }

  private void endToEnd(PackagedHub hub, Arrivals receiver) throws Exception {
    int seconds = (int) Math.max(5, SECONDS * 6);
    int rate = 1000;
    int total = rate * seconds;
    Map<String, Long> sent = new ConcurrentHashMap<>();
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    List<Thread> senders =
        IntStream.range(0, 16)
            .mapToObj(
                any ->
                    new Thread(
                        () -> {
                          try (Socket socket = new Socket("127.0.0.1", hub.port)) {
                            socket.setTcpNoDelay(true);
                            byte[] answer = new byte[4096];
                            for (long n = next.getAndIncrement();
                                n < total;
                                n = next.getAndIncrement()) {
                              long due = start + n * 1_000_000_000L / rate;
                              long wait = due - System.nanoTime();
                              if (wait > 0) {
                                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                              }
                              String key = "e2e-" + n;
                              long now = System.nanoTime();
                              socket.getOutputStream().write(e2e(key));
                              int read = socket.getInputStream().read(answer);
                              if (read > 12
                                  && new String(answer, 9, 3, StandardCharsets.US_ASCII)
                                      .equals("202")) {
                                sent.put(key, now);
                              }
                            }
                          } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException("A sender broke", e);
                          }
                        }))
            .toList();
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      sender.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < deadline
        && !receiver.arrivals().keySet().containsAll(sent.keySet())) {
      Thread.sleep(100);
    }
    long[] nanos =
        sent.entrySet().stream()
            .filter(entry -> receiver.arrivals().containsKey(entry.getKey()))
            .mapToLong(entry -> receiver.arrivals().get(entry.getKey()) - entry.getValue())
            .sorted()
            .toArray();
    report.section("End to end: webhook, flow, HTTP receiver, at 1000 events per second");
    report.header("what", "figure");
    report.row("sent", "%d in %.1f s".formatted(total, took));
    report.row("accepted", "" + sent.size());
    report.row(
        "found at the receiver",
        "%d (%.2f %%)".formatted(nanos.length, 100.0 * nanos.length / sent.size()));
    report.row("p50 from POST to receiver", "%.1f ms".formatted(nanos[nanos.length / 2] / 1e6));
    report.row("p99", "%.1f ms".formatted(nanos[(int) (nanos.length * 0.99)] / 1e6));
  }

  private void drain(PackagedHub hub) throws Exception {
    report.section("Drain: %d waiting deliveries, a trivial flow".formatted(DRAINED));
    report.header("concurrency", "deliveries per second");
    var backlog = new Backlog(hub);
    for (int concurrency : new int[] {4, 16, 64}) {
      backlog.load("c" + concurrency, DRAINED, DRAINED, Instant.now().plusSeconds(15));
      report.row("" + concurrency, "%.0f".formatted(backlog.drained("c" + concurrency, DRAINED)));
    }
  }

  /** What flows with a pace of their own cost beside a plain one of the same concurrency. */
  private void pacing(PackagedHub hub) throws Exception {
    report.section("Pace: %d waiting deliveries of 100 subjects, concurrency 16".formatted(PACED));
    report.header("what", "deliveries per second", "ratio to a plain flow");
    var backlog = new Backlog(hub);
    double plain = paced(backlog, "plain", "plain flow", 0);
    paced(backlog, "collect", "`collect`, 100 a list, one list after the other", plain);
    paced(backlog, "collectby", "`collect`, 100 a list, by subject", plain);
    paced(backlog, "atmost", "`atMost`, all pass", plain);
    paced(backlog, "exceeded", "`atMost`, one a subject passes", plain);
    backlog.load("later", PACED, PACED, Instant.now().plus(Duration.ofHours(1)));
    backlog.awaitWaiting("later", PACED);
    backlog.post(
        "cancel",
        IntStream.range(0, PACED).mapToObj(n -> "\"%d\"".formatted(n)).toList(),
        Instant.now());
    pace("`cancel` of delayed deliveries", backlog.drained("later", PACED), plain);
  }

  private double paced(Backlog backlog, String name, String what, double plain) throws Exception {
    backlog.load(name, PACED, 100, Instant.now().plusSeconds(15));
    double perSecond = backlog.drained(name, PACED);
    pace(what, perSecond, plain == 0 ? perSecond : plain);
    return perSecond;
  }

  private void pace(String what, double perSecond, double plain) {
    report.row(what, "%.0f".formatted(perSecond), "%.2f".formatted(perSecond / plain));
  }

  private static Supplier<byte[]> push() {
    return Requests.github("/hooks/bench", "bench", PackagedHub.SECRET);
  }

  private static byte[] e2e(String key) {
    return Requests.post(
        "/hooks/e2e",
        Requests.kilobyte(),
        "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n".formatted(PackagedHub.SECRET, key));
  }
}
