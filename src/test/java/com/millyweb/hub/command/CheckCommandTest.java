package com.millyweb.hub.command;

import static com.millyweb.hub.command.EndedCommand.process;
import static com.millyweb.hub.command.EndedCommand.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.route.RoutesFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;

  @Test
  void a_clean_folder_ends_with_0_and_one_line() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    EndedCommand ended = process(Map.of(), "check", folder.toString());
    assertThat(ended.output()).isEqualTo("1 route files: 0 errors, 0 warnings\n");
    assertThat(ended.code()).isZero();
  }

  @Test
  void errors_end_with_1_and_are_shown_with_file_line_and_column() throws Exception {
    write(
        "ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a").replace("setBody", "setBdy"));
    write("ingress/b.camel.yaml", RoutesFixture.door("b", "/t/a", "b"));
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .contains("ingress/a.camel.yaml:7:11: Unknown step 'setBdy'; did you mean 'setBody'?")
        .contains("ingress/b.camel.yaml:5:12: Path '/t/a' is a door already");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void the_projects_own_routes_are_clean() throws Exception {
    EndedCommand ended = run("check");
    assertThat(ended.output()).endsWith("0 errors, 0 warnings\n");
    assertThat(ended.code()).isZero();
  }

  @Test
  void what_can_not_be_read_is_an_error_and_what_never_is_a_warning() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    Files.createSymbolicLink(folder.resolve("ingress/loop"), folder);
    for (String stray :
        List.of("flow/x.yml", "flow/y.camel.yml", "flow/plain.yaml", "z.camel.yaml.txt")) {
      write(stray, "- route: {}");
    }
    write("flow/prompt.md", "Be kind");
    write("flow/a.notice.yaml", "title: Hello");
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .contains("ingress/loop:1:1: Is a link to a folder above it")
        .contains("flow/x.yml:1:1: warning: Is never read")
        .contains("flow/y.camel.yml:1:1: warning: Is never read")
        .contains("flow/plain.yaml:1:1: warning: Is never read")
        .contains("did you mean 'plain.camel.yaml'?")
        .contains("z.camel.yaml.txt:1:1: warning: Is never read")
        .doesNotContain("prompt", "notice")
        .endsWith("1 route files: 1 errors, 4 warnings\n");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void words_of_what_the_hub_tells_by_itself_are_checked() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    write("notify/route-refused.notice.yaml", "title: \"{{ body.file | shrot }}\"");
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .contains("notify/route-refused.notice.yaml:1:", "There is no filter 'shrot'");
    assertThat(ended.code()).isEqualTo(1);
  }

  /** A link in somebody's pull request must not have a file of this machine quoted. */
  @Test
  void a_link_out_of_the_folder_is_not_followed() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    Path secret =
        Files.writeString(folder.resolveSibling("secret-" + folder.getFileName()), "canary");
    try {
      Files.createSymbolicLink(folder.resolve("ingress/b.camel.yaml"), secret);
      Files.createDirectories(folder.resolve("..data"));
      Files.writeString(
          folder.resolve("..data/c.camel.yaml"), RoutesFixture.door("c", "/t/c", "c"));
      Files.createSymbolicLink(
          folder.resolve("ingress/c.camel.yaml"), Path.of("../..data/c.camel.yaml"));
      EndedCommand ended = run("check", folder.toString());
      assertThat(ended.output())
          .contains("ingress/b.camel.yaml:1:1: Is a link that leads out of the folder of routes")
          .doesNotContain("canary")
          .contains("2 route files: 1 errors");
      assertThat(ended.code()).isEqualTo(1);
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void one_file_is_checked_within_its_folder() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    write("ingress/b.camel.yaml", RoutesFixture.door("b", "/t/a", "b"));
    write("ingress/c.camel.yaml", "- route: [");
    EndedCommand ended = run("check", folder.resolve("ingress/b.camel.yaml").toString());
    assertThat(ended.output())
        .contains("ingress/b.camel.yaml:5:12: Path '/t/a' is a door already")
        .doesNotContain("c.camel.yaml")
        .endsWith("1 route files: 1 errors, 0 warnings\n");
    assertThat(ended.code()).isEqualTo(1);
    write("lost.camel.yaml", "");
    ended = run("check", folder.resolve("lost.camel.yaml").toString());
    assertThat(ended.output())
        .contains("lost.camel.yaml is no file of a folder of routes")
        .hasLineCount(1);
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void file_that_is_not_there_is_told_with_the_one_that_was_probably_meant() throws Exception {
    write("flow/orders.camel.yaml", "");
    assertThat(run("check", folder.resolve("flow/ordres.camel.yaml").toString()).output())
        .isEqualTo(
            "There is no file %1$s/flow/ordres.camel.yaml; did you mean %1$s/flow/orders.camel.yaml?\n"
                .formatted(folder));
    assertThat(run("check", folder.resolve("flwo/orders.camel.yaml").toString()).output())
        .endsWith("did you mean %s/flow/orders.camel.yaml?\n".formatted(folder));
    EndedCommand ended = run("check", folder.resolve("flow/weather.camel.yaml").toString());
    assertThat(ended.output())
        .isEqualTo("There is no file %s/flow/weather.camel.yaml\n".formatted(folder));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(run("check", folder.resolve("flwo").toString()).output())
        .isEqualTo(
            "There is no folder of routes %1$s/flwo; did you mean %1$s/flow?\n".formatted(folder));
  }

  @Test
  void inner_folder_is_told_which_one_is_meant() throws Exception {
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    EndedCommand ended = run("check", folder.resolve("ingress").toString());
    assertThat(ended.output())
        .isEqualTo(
            "%s/ingress lies in a folder of routes: give the folder above: %s\n"
                .formatted(folder, folder));
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void mistyped_folder_is_the_only_fault_of_its_file() throws Exception {
    write("ingres/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .startsWith(
            "ingres/a.camel.yaml:1:1: A route file must lie in one of the folders agent, event,"
                + " flow, health, ingress, notify, policy, tool; did you mean 'ingress'?\n")
        .endsWith("1 route files: 1 errors, 0 warnings\n")
        .hasLineCount(2);
  }

  @Test
  void call_of_an_address_that_is_not_allowed_is_a_warning() throws Exception {
    String flow =
        """
        - route:
            id: flow.nas
            description: Calls the NAS
            from:
              uri: event:mine
              steps:
                - to: http://192.168.1.9:5000/api
                - to: https://example.org/api
        """;
    write("flow/nas.camel.yaml", flow);
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .contains("flow/nas.camel.yaml:7:15: warning: 192.168.1.9:5000 is not a public address (")
        .contains("hub.egress.allow")
        .endsWith("1 route files: 0 errors, 1 warnings\n");
    assertThat(
            process(Map.of("HUB_EGRESS_ALLOW", "192.168.1.9:5000"), "check", folder.toString())
                .output())
        .endsWith("1 route files: 0 errors, 0 warnings\n");
  }

  @Test
  void unreadable_folder_is_an_error() throws Exception {
    write("flow/a.camel.yaml", "");
    write("ingress/a.camel.yaml", RoutesFixture.door("a", "/t/a", "a"));
    Path locked = folder.resolve("flow");
    assumeTrue(
        locked.toFile().setReadable(false) && !Files.isReadable(locked),
        "skipped: this user may read everything");
    try {
      EndedCommand ended = run("check", folder.toString());
      assertThat(ended.output()).contains("flow:1:1: Can not be read: the hub's user");
      assertThat(ended.code()).isEqualTo(1);
    } finally {
      assertThat(locked.toFile().setReadable(true)).isTrue();
    }
  }

  @Test
  void folder_is_checked_on_top_of_what_comes_with_the_hub() throws Exception {
    String flow =
        """
        - route:
            id: flow.mine
            description: Uses a route of the jar
            from:
              uri: event:mine
              steps:
                - to: direct:flow.silence
        """;
    write("flow/mine.camel.yaml", flow);
    write("flow/ping-pong.camel.yaml", "\n");
    EndedCommand ended = run("check", folder.toString());
    assertThat(ended.output())
        .isEqualTo(
            "2 route files: 0 errors, 0 warnings; 1 are empty and switch off what came with the"
                + " hub\n");
    write("flow/silence.camel.yaml", "");
    ended = run("check", folder.toString());
    assertThat(ended.output())
        .contains("flow/mine.camel.yaml:7:15: No route starts at 'direct:flow.silence'");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void configuration_that_is_named_and_not_there_ends_with_1() throws Exception {
    EndedCommand ended = process(Map.of("HUB_CONFIG", "hub.yml"), "check");
    assertThat(ended.output()).contains("The configuration file 'hub.yml' (HUB_CONFIG)");
    assertThat(ended.output().lines()).hasSize(1);
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void hub_does_not_start_on_a_folder_that_is_named_and_not_there() throws Exception {
    EndedCommand ended =
        process(Map.of("HUB_ROUTES", "rotues", "HUB_HOME", folder.toString()), "--hub.port=0");
    assertThat(ended.output())
        .contains("The folder of routes 'rotues' (HUB_ROUTES) does not exist: there is no ")
        .contains("did you mean 'routes'?")
        .doesNotContain("\tat ");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_unknown_command_ends_with_2_and_the_one_it_may_mean() throws Exception {
    EndedCommand ended = process(Map.of(), "chek");
    assertThat(ended.output()).contains("'chek'", "Did you mean: java -jar hub.jar check");
    assertThat(ended.code()).isEqualTo(2);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
