package com.millyweb.hub.command;

import com.millyweb.hub.connect.Connectors;
import com.millyweb.hub.connect.component.AddedComponent;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.connect.component.ComponentCatalogue;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code components}: what routes can send to and receive from. */
@Command(
    name = "components",
    description = "Lists the connectors that routes can use, in the jar and added.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandVersion.class)
final class ComponentsCommand implements Callable<Integer> {
  private static final String ROW = "%-16s %-28s %-10s %s%n";
  private static final String CAMELS_LICENCE = "Apache-2.0";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var catalogue = new ComponentCatalogue();
    out.printf(ROW, "SCHEME", "NAME", "WHERE", "LICENCE");
    for (String scheme : Connectors.inTheJar()) {
      ComponentCatalogue.Listed listed = catalogue.find(scheme);
      out.printf(
          ROW, scheme, listed == null ? "WebSocket client" : listed.title(), "jar", CAMELS_LICENCE);
    }
    try (var settings = ComponentSettings.read()) {
      AddedComponents added = settings.added();
      added.named().values().forEach(one -> row(out, catalogue, one, "added"));
      added.others().values().forEach(one -> row(out, catalogue, one, "not named"));
      if (!added.others().isEmpty()) {
        out.printf(
            "%nWhat is not named is not used: hub.components: %s%n",
            settings.with(String.join(",", added.others().keySet())));
      }
    }
    out.printf("%nAny other component of Camel: java -jar hub.jar add <component>%n");
    return 0;
  }

  private static void row(
      PrintWriter out, ComponentCatalogue catalogue, AddedComponent added, String where) {
    ComponentCatalogue.Listed listed = catalogue.find(added.name());
    out.printf(
        ROW,
        String.join(",", added.schemes()),
        listed == null ? added.name() : listed.title(),
        where,
        added.licence());
  }
}
