package com.millyweb.hub.process;

import com.millyweb.hub.Hub;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * The JVM of hubs that are processes of their own. Tests start dozens of them, and each lives for
 * seconds: they share an archive of loaded classes, which halves their start, and have only the
 * quick compiler. An archive takes jars and no folders, therefore the classes of the project are
 * packed first. It is made once for all JVMs of tests, and kept until a class or a library changes.
 */
public final class HubJvm {
  private static final Path WORK = Path.of("target", "hub-jvm").toAbsolutePath();
  private static final String TESTS = "test-classes";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than all tests take. */
  private static final Duration IN_USE = Duration.ofHours(1);

  private final String classPath;
  private final Path folder;
  private final Path tests;
  private final Path archive;

  /** Apart, because other threads use this class while the archive is made. */
  private static final class Made {
    private static final HubJvm ONCE = new HubJvm();
  }

  private HubJvm() {
    List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    try {
      Files.createDirectories(WORK);
      folder = WORK.resolve(state(entries));
      tests = folder.resolve("tests.jar");
      archive = folder.resolve("classes.jsa");
      Path hub = folder.resolve("hub.jar");
      classPath =
          entries.stream()
              .map(Path::of)
              .filter(path -> !path.endsWith(TESTS))
              .map(path -> Files.isDirectory(path) ? hub : path)
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      try (var lock =
          FileChannel.open(
              WORK.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // another JVM of tests may make the same at this moment
        lock.lock();
        Path made = folder.resolve("made");
        if (!Files.exists(made)) {
          forgetOld();
          Files.createDirectories(folder);
          for (Path path : entries.stream().map(Path::of).filter(Files::isDirectory).toList()) {
            pack(path, path.endsWith(TESTS) ? tests : hub);
          }
          makeArchive();
          Files.createFile(made);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes with each file of the class path. */
  private static String state(List<String> entries) throws IOException {
    var state = new StringBuilder();
    for (String entry : entries) {
      try (Stream<Path> files = Files.walk(Path.of(entry))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          state.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
        }
      }
    }
    return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** But not what another JVM of tests may have in use, which found other files. */
  private static void forgetOld() throws IOException {
    var then = FileTime.from(Instant.now().minus(IN_USE));
    try (Stream<Path> all = Files.list(WORK)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        if (Files.getLastModifiedTime(folder).compareTo(then) < 0) {
          FileSystemUtils.deleteRecursively(folder);
        }
      }
    }
  }

  /** The command before the main class, which is one of the hub's own. */
  public static List<String> command() {
    return Made.ONCE.command(Made.ONCE.classPath);
  }

  /** The command before the main class, which is one of the tests. */
  public static List<String> withTests() {
    return Made.ONCE.command(Made.ONCE.classPath + File.pathSeparator + Made.ONCE.tests);
  }

  private List<String> command(String classes) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx384m",
        "-XX:SharedArchiveFile=" + archive,
        // says nothing where the archive does not fit
        "-Xshare:auto",
        "-Xlog:cds=off",
        "-cp",
        classes);
  }

  /** From a hub that comes up and is told to end. */
  private void makeArchive() throws IOException {
    Path home = folder.resolve("home");
    int port = Ports.free();
    List<String> command = new ArrayList<>(command(classPath));
    command.replaceAll(
        option ->
            option.startsWith("-XX:SharedArchiveFile")
                ? "-XX:ArchiveClassesAtExit=" + archive
                : option);
    command.add(Hub.class.getName());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("archive.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
    builder.environment().put("HUB_HOME", home.toString());
    builder.environment().put("HUB_PORT", String.valueOf(port));
    builder.environment().put("HUB_MANAGEMENT_PORT", String.valueOf(Ports.free()));
    // not that of the machine
    builder.environment().put("HUB_DOCKER_HOST", "off");
    Process hub = builder.start();
    try {
      Awaitility.await("a hub is ready, see " + folder)
          .atMost(PATIENCE)
          .failFast("the hub ended, see " + folder, () -> !hub.isAlive())
          .until(() -> isReady(port));
      hub.destroy();
      if (!hub.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The hub does not end, see " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.destroyForcibly();
      new HomePostgres(home).stopIfThere();
      FileSystemUtils.deleteRecursively(home);
    }
  }

  private static boolean isReady(int port) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/readyz".formatted(port));
    try {
      return HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pack(Path folder, Path target) throws IOException {
    try (var jar = new JarOutputStream(Files.newOutputStream(target))) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              // class path scans look for the entries of folders
              if (!path.equals(folder)) {
                jar.putNextEntry(new JarEntry(name(path) + "/"));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
              jar.putNextEntry(new JarEntry(name(path)));
              Files.copy(path, jar);
              return FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
              return folder.relativize(path).toString().replace(File.separatorChar, '/');
            }
          });
    }
  }
}
