package com.millyweb.hub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The project's own routes, and those that only a benchmark needs. */
final class BenchRoutes {
  /** What is measured beside a plain flow, with what its {@code from} says more. */
  static final Map<String, String> PACED =
      Map.of(
          "plain", "",
          "collect", ", collect: 1s, collectMax: 100",
          "collectby", ", collect: 1s, collectMax: 100, collectBy: subject",
          "atmost", ", atMost: 1000/1h, atMostBy: subject",
          "exceeded", ", atMost: 1/1h, atMostBy: subject");

  private BenchRoutes() {}

  /** Appends what a flow takes when it is due. */
  private static void waiting(Path folder, String name, String options) {
    route(
        folder,
        "flow/bench-load-" + name,
        "event:e2e.load-" + name,
        "{concurrency: 1}",
        """
        - setVariable: {name: at, simple: "${body[at]}"}
                - split:
                    simple: "${body[items]}"
                    steps:
                      - to: "event:drain.%s?at=${variable.at}%s"\
        """
            .formatted(name, options));
  }

  private static void taking(Path folder, String name, String parameters) {
    route(
        folder,
        "flow/bench-drain-" + name,
        "event:drain." + name,
        parameters,
        "- setBody: {constant: done}");
  }

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
      waiting(folder, "c" + concurrency, "");
      taking(folder, "c" + concurrency, "{concurrency: %d}".formatted(concurrency));
    }
    PACED.forEach(
        (name, parameters) -> {
          waiting(folder, name, "&subject=${body}");
          taking(folder, name, "{concurrency: 16%s}".formatted(parameters));
        });
    waiting(folder, "later", "&key=${body}");
    taking(folder, "later", "{}");
    route(
        folder,
        "flow/bench-cancel",
        "event:e2e.cancel",
        "{concurrency: 4}",
        """
        - split:
                    simple: "${body[items]}"
                    steps:
                      - to: "event:drain.later?cancel=${body}"\
        """);
    return folder;
  }

  private static void route(Path folder, String name, String uri, String parameters, String steps) {
    String route =
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
            .formatted(name.replace('/', '.'), uri, parameters, steps);
    try {
      Files.writeString(folder.resolve(name + ".camel.yaml"), route);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
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
