package com.millyweb.hub.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of other projects that a machine may have. */
public final class Programs {
  private Programs() {}

  /**
   * The program, or the test that asks for it is skipped.
   *
   * @param required its name in HUB_REQUIRE
   * @param names in the order of preference
   */
  public static Path orSkip(String required, String... names) {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .flatMap(part -> Stream.of(names).map(name -> Path.of(part, name)))
            .filter(Files::isExecutable)
            .findFirst();
    boolean isRequired =
        List.of(System.getenv().getOrDefault("HUB_REQUIRE", "").split(",")).contains(required);
    if (found.isEmpty() && !isRequired) {
      System.out.printf("Skipped: a real %s, because there is none%n", required);
    }
    Assumptions.assumeTrue(found.isPresent() || isRequired, "no " + required);
    return found.orElseThrow(() -> new IllegalStateException("HUB_REQUIRE names " + required));
  }

  /** What a program says, both ways, and what it ends with. */
  public record Said(int code, String text) {}

  /** Runs a program to its end. */
  public static Said run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, program);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
