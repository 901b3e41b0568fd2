package com.millyweb.hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own routes, and those that only a benchmark needs. */
final class BenchRoutes {
  private BenchRoutes() {}

  static Path write(Path folder, int receiver) throws IOException {
    copy(Path.of("routes"), folder);
    route(
        folder,
        "ingress/bench-empty",
        "platform-http:/bench/empty?httpMethodRestrict=POST",
        "{}",
        "- setBody: {constant: ok}");
    route(
        folder,
        "flow/bench-e2e",
        "event:e2e.received",
        "{concurrency: 32}",
        "- setHeader: {name: CamelHttpMethod, constant: POST}\n"
            + "        - marshal: {json: {library: Jackson}}\n"
            + "        - to: http://127.0.0.1:%d/".formatted(receiver));
    for (int concurrency : List.of(4, 16, 64)) {
      route(
          folder,
          "flow/bench-load-" + concurrency,
          "event:e2e.load" + concurrency,
          "{concurrency: 1}",
          """
          - setVariable: {name: at, simple: "${body[at]}"}
                  - split:
                      simple: "${body[items]}"
                      steps:
                        - to: "event:drain.c%d?at=${variable.at}"\
          """
              .formatted(concurrency));
      route(
          folder,
          "flow/bench-drain-" + concurrency,
          "event:drain.c" + concurrency,
          "{concurrency: %d}".formatted(concurrency),
          "- setBody: {constant: done}");
    }
    return folder;
  }

  private static void route(Path folder, String name, String uri, String parameters, String steps)
      throws IOException {
    Files.writeString(
        folder.resolve(name + ".camel.yaml"),
        """
        - route:
            id: %s
            description: Benchmark
            from:
              uri: "%s"
              parameters: %s
              steps:
                %s
        """
            .formatted(name.replace('/', '.'), uri, parameters, steps));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
