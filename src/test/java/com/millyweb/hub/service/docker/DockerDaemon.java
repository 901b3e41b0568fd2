package com.millyweb.hub.service.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * A real Docker engine with roots of its own and one small image, which is killed and started
 * again.
 */
public final class DockerDaemon implements AutoCloseable {
  /** Has a shell and what goes with it. */
  static final String IMAGE = "hub-test:1";

  /**
   * A line of the shell that runs until somebody stops it. The first process of a container is deaf
   * to the signal otherwise, so that each stop takes the engine's 10 s.
   */
  static final String RUNS = "trap 'exit 143' TERM; sleep 1000 & wait";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private Process containerd;
  private Process process;

  private DockerDaemon(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where there is none, unless {@code HUB_REQUIRE} names it. */
  public static DockerDaemon orSkip() throws Exception {
    boolean required =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains("dockerd");
    boolean there = isHere();
    if (!required) {
      Assumptions.assumeTrue(
          there, "no dockerd, containerd, docker, busybox or root on this machine");
    } else if (!there) {
      throw new IllegalStateException("HUB_REQUIRE names dockerd");
    }
    var daemon = new DockerDaemon(Files.createTempDirectory("dockerd"));
    Runtime.getRuntime().addShutdownHook(new Thread(daemon::end));
    daemon.startContainerd();
    daemon.start();
    daemon.importImage(IMAGE);
    return daemon;
  }

  /** Whether an engine can be started here. */
  public static boolean isHere() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return Stream.of("dockerd", "containerd", "docker", "busybox").allMatch(DockerDaemon::has)
        && root;
  }

  private static boolean has(String program) {
    return Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/bin/")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
  }

  public String host() {
    return "unix://" + socket();
  }

  Path socket() {
    return folder.resolve("docker.sock");
  }

  /** As on most machines a service of its own, which outlives an engine that is killed. */
  private void startContainerd() throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("containerd.toml"),
            """
            version = 2
            root = "%1$s/containerd"
            state = "%1$s/containerd-state"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
            address = "%1$s/containerd.sock"
            """
                .formatted(folder));
    containerd = service("containerd", "--config", configuration.toString());
    Awaitility.await("containerd")
        .atMost(PATIENCE)
        .until(() -> Files.exists(folder.resolve("containerd.sock")));
  }

  private Process service(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  void start() throws IOException {
    Files.deleteIfExists(folder.resolve("docker.pid"));
    process =
        service(
            "dockerd",
            "--containerd",
            folder.resolve("containerd.sock").toString(),
            "--data-root",
            folder.resolve("data").toString(),
            "--exec-root",
            folder.resolve("exec").toString(),
            "-H",
            host(),
            "-p",
            folder.resolve("docker.pid").toString(),
            "--bridge=none",
            "--iptables=false");
    Awaitility.await("the engine").atMost(PATIENCE).until(() -> tried("version").isEmpty());
  }

  /** As the machine does when it has no memory left; its containers run on. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  private void importImage(String name) throws Exception {
    Path root = folder.resolve("image");
    Files.createDirectories(root.resolve("bin"));
    Path busybox =
        Stream.of("/usr/bin/busybox", "/bin/busybox")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    Files.copy(busybox, root.resolve("bin/busybox"));
    for (String command :
        List.of("sh", "sleep", "echo", "cat", "true", "tail", "dd", "rm", "test")) {
      Files.createSymbolicLink(root.resolve("bin/" + command), Path.of("busybox"));
    }
    Path archive = folder.resolve("image.tar");
    run("tar", "-C", root.toString(), "-cf", archive.toString(), ".");
    run("docker", "import", archive.toString(), name);
  }

  /**
   * Another image of the same files.
   *
   * @param changes as a Dockerfile has them, such as {@code LABEL a=b}
   */
  void image(String name, String... changes) {
    List<String> command = new ArrayList<>(List.of("import"));
    for (String change : changes) {
      command.addAll(List.of("-c", change));
    }
    command.addAll(List.of(folder.resolve("image.tar").toString(), name));
    docker(command.toArray(String[]::new));
  }

  /** Runs the docker command, and returns what it prints. */
  public String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      return run(command.toArray(String[]::new));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a container that runs the shell line. */
  public String start(String name, String line, String... options) {
    List<String> command = new ArrayList<>(List.of("run", "-d", "--network=none", "--name", name));
    command.addAll(List.of(options));
    command.addAll(List.of(IMAGE, "/bin/sh", "-c", line));
    return docker(command.toArray(String[]::new));
  }

  /** The failure of a docker command; empty for none. */
  private String tried(String... arguments) {
    try {
      docker(arguments);
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", host());
    Process started = builder.start();
    String output =
        new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (started.waitFor() != 0) {
      throw new IllegalStateException("%s: %s".formatted(List.of(command), output));
    }
    return output;
  }

  /** Without any container. */
  public void empty() {
    String all = docker("ps", "-aq");
    if (!all.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("rm", "-f"));
      command.addAll(all.lines().toList());
      docker(command.toArray(String[]::new));
    }
  }

  private void end() {
    try {
      close();
    } catch (RuntimeException e) {
      // the machine is left as it is
    }
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    if (process.isAlive()) {
      if (tried("ps").isEmpty()) {
        empty();
      }
      process.destroy();
      try {
        process.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    process = null;
    containerd.destroy();
    try {
      containerd.waitFor(20, TimeUnit.SECONDS);
      new ProcessBuilder("sh", "-c", "umount %s/exec/netns/* 2>/dev/null".formatted(folder))
          .start()
          .waitFor();
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      // some of it is still mounted
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
