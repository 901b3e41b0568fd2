package com.millyweb.hub.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.Hub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;

  @Test
  void a_clean_folder_ends_with_0_and_one_line() throws Exception {
    write("ingress/a.camel.yaml", RoutesInTest.door("a", "/t/a", "a"));
    Ended ended = run("check", folder.toString());
    assertThat(ended.output).isEqualTo("1 route files: 0 errors, 0 warnings\n");
    assertThat(ended.code).isZero();
  }

  @Test
  void errors_end_with_1_and_are_shown_with_file_line_and_column() throws Exception {
    write("ingress/a.camel.yaml", RoutesInTest.door("a", "/t/a", "a").replace("setBody", "setBdy"));
    write("ingress/b.camel.yaml", RoutesInTest.door("b", "/t/a", "b"));
    Ended ended = run("check", folder.toString());
    assertThat(ended.output)
        .contains("ingress/a.camel.yaml:7:11: Unknown step 'setBdy'; did you mean 'setBody'?")
        .contains("ingress/b.camel.yaml:5:12: Path '/t/a' is a door already");
    assertThat(ended.code).isEqualTo(1);
  }

  @Test
  void the_projects_own_routes_are_clean() throws Exception {
    Ended ended = run("check");
    assertThat(ended.output).endsWith("0 errors, 0 warnings\n");
    assertThat(ended.code).isZero();
  }

  @Test
  void an_unknown_command_ends_with_2_and_the_usage() throws Exception {
    Ended ended = run("chek");
    assertThat(ended.output).startsWith("Usage:");
    assertThat(ended.code).isEqualTo(2);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private record Ended(int code, String output) {}

  private static Ended run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hub.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
