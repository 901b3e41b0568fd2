package com.millyweb.hub.command;

import com.millyweb.hub.connect.component.AddedComponent;
import com.millyweb.hub.connect.component.ComponentCatalogue;
import com.millyweb.hub.connect.component.ComponentFetch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code add <component>}: fetches a component of Camel's for the next start. */
@Command(
    name = "add",
    description =
        "Fetches a component of Camel's that the jar does not have, with all that it needs, into"
            + " $HUB_HOME/components.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class AddCommand implements Callable<Integer> {
  private static final int KILO = 1024;

  @Parameters(paramLabel = "<component>", description = "Its name in Camel's catalogue, as nats.")
  private String name = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var catalogue = new ComponentCatalogue();
    ComponentCatalogue.Listed listed = catalogue.find(name);
    if (listed == null) {
      String near = catalogue.near(name);
      err.printf(
          "Camel has no component '%s'%s%n",
          name, near == null ? "" : "; did you mean '%s'?".formatted(near));
      return 1;
    }
    try (var settings = ComponentSettings.read()) {
      if (settings.isInTheJar(name)) {
        err.printf("Component '%s' is in the jar already%n", name);
        return 1;
      }
      out.printf(
          "Fetching %s:%s:%s from %s%n",
          listed.group(), listed.artifact(), listed.version(), settings.repository());
      AddedComponent added =
          new ComponentFetch(settings.repository(), settings.home()).fetch(listed);
      long size = 0;
      for (Path jar : added.jars()) {
        size += Files.size(jar);
        out.printf("  %s (%d kB)%n", jar.getFileName(), Files.size(jar) / KILO);
      }
      out.printf("Licences: %s%n", added.licence());
      out.printf(
          "Component '%s' is in %s (%d kB).%nFor the next start, add to the configuration:"
              + " hub.components: %s%n",
          name,
          settings.home().resolve("components").resolve(name),
          size / KILO,
          settings.with(name));
      return 0;
    }
  }
}
