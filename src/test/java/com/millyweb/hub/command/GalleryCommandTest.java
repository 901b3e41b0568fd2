package com.millyweb.hub.command;

import static com.millyweb.hub.command.EndedCommand.process;
import static com.millyweb.hub.command.EndedCommand.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryCommandTest {
  @TempDir private Path folder;

  private EndedCommand add(String flow, Map<String, String> settings) {
    return run(here(settings), "gallery", "add", flow);
  }

  /** The lines of a recipe, as somebody sets them. */
  private static Map<String, String> settings(EndedCommand refused) {
    return refused
        .output()
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("HUB_[A-Z0-9_]+=\\S+"))
        .map(line -> line.replace("…", "1").split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  @Test
  void what_a_flow_needs_is_told_before_it_is_copied_and_the_lines_suffice() throws Exception {
    EndedCommand refused = add("on-call", Map.of());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.output())
        .startsWith(
            "on-call needs what the configuration does not have, so nothing was copied. Set, here and for the hub:\n\n"
                + "  HUB_NOTIFY_CHANNELS_FIRST_0_MEDIUM=inbox\n"
                + "  HUB_NOTIFY_CHANNELS_SECOND_0_MEDIUM=inbox\n")
        .contains("java -jar hub.jar gallery add on-call", "hub.people for who may press");
    assertThat(folder).isEmptyDirectory();

    EndedCommand added = process(here(settings(refused)), "gallery", "add", "on-call");
    assertThat(added.code()).as(added.output()).isZero();
    assertThat(folder.resolve("flow/on-call.camel.yaml")).exists();
    assertThat(run(here(settings(refused)), "check").output())
        .endsWith("1 route files: 0 errors, 0 warnings\n");
  }

  private Map<String, String> here(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("HUB_ROUTES", folder.toString());
    return environment;
  }

  @Test
  void values_and_secrets_without_a_default_are_asked_for() {
    EndedCommand refused = add("n8n-both-ways", Map.of("HUB_VARS_N8N", "https://n8n.example.org"));
    assertThat(refused.output())
        .contains("\n  HUB_SECRETS_N8N=…\n")
        .doesNotContain("HUB_VARS_N8N=");
    Map<String, String> settings = settings(refused);
    settings.put("HUB_VARS_N8N", "https://n8n.example.org");
    assertThat(add("n8n-both-ways", settings).code()).isZero();
    assertThat(add("errors-in-one", Map.of()).code()).isZero();
  }
}
