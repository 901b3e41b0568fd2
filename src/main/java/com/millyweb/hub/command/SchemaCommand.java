package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.route.check.EditorSchema;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: what editors complete route files from. */
@Command(
    name = "schema",
    description =
        "Prints the JSON schema of route files, with the components that this hub has, for editors.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var settings = OfflineSettings.read(System.getenv())) {
      var schema = EditorSchema.of(OfflineSettings.reach(settings.environment()));
      spec.commandLine()
          .getOut()
          .println(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(schema));
      return 0;
    } catch (ConfigurationProblem e) {
      // told already, in a line a mistake
      return 1;
    }
  }
}
