package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.agent.AgentFile;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.OtherRoutes.KnownTool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The names in the file of an agent: what is named must be there. What may come later, such as a
 * tool, is a warning; an agent or a channel that is not there is an error, as in a flow.
 */
final class AgentCheck {
  /** The model of a file that names none. */
  private static final String USUAL_MODEL = "chat";

  private final ChannelCheck channels;
  private final Set<String> models;
  private final Predicate<String> foreign;

  /**
   * @param foreign whether a name, a tag or a pattern may be about tools that are no routes
   */
  AgentCheck(ChannelCheck channels, Collection<String> models, Predicate<String> foreign) {
    this.channels = channels;
    this.models = new TreeSet<>(models);
    this.foreign = foreign;
  }

  /** A name, and where it stands. */
  private record Word(String text, Position at) {}

  void check(RouteOutline outline, OtherRoutes neighbours) {
    MappingNode agent = outline.agent;
    if (agent == null) {
      return;
    }
    Node model = YamlSyntax.find(agent, "model");
    if (model == null) {
      model(new Word(USUAL_MODEL, Position.of(agent)), outline);
    } else {
      words(model, outline).forEach(word -> model(word, outline));
    }
    words(YamlSyntax.find(agent, "tools"), outline)
        .forEach(word -> tool(word, "", outline, neighbours));
    words(YamlSyntax.find(agent, "agents"), outline)
        .forEach(word -> agent(word, outline, neighbours));
    words(YamlSyntax.find(agent, "ask"), outline)
        .forEach(word -> channels.check(word.text(), outline, word.at()));
    if (YamlSyntax.find(agent, "policy") instanceof SequenceNode rules) {
      rules.getValue().forEach(rule -> rule(rule, outline, neighbours));
    }
  }

  private void model(Word word, RouteOutline outline) {
    // a hub without any model says so itself
    if (!models.isEmpty() && !models.contains(word.text())) {
      warn(
          outline,
          word.at(),
          "There is no model '%s' in hub.models, there are %s: each run of this agent fails"
              .formatted(word.text(), String.join(", ", models)),
          Nearest.to(word.text(), models));
    }
  }

  private static void agent(Word word, RouteOutline outline, OtherRoutes neighbours) {
    Set<String> known = neighbours.agents();
    if (known.contains(word.text()) || word.text().equals(AgentFile.name(outline.text.file()))) {
      return;
    }
    if (neighbours.off().contains(word.text())) {
      // whoever switches an agent off must not lose those that ask it
      warn(
          outline,
          word.at(),
          "Agent '%s' is switched off, since its file is empty".formatted(word.text()),
          null);
      return;
    }
    outline.error(
        word.at(), "There is no agent '%s'".formatted(word.text()), Nearest.to(word.text(), known));
  }

  private void tool(Word word, String outcome, RouteOutline outline, OtherRoutes neighbours) {
    String pattern = word.text();
    if (pattern.equals("*")
        || foreign.test(pattern)
        || neighbours.tools().stream().anyMatch(tool -> tool.fits(pattern))) {
      return;
    }
    String told =
        pattern.contains("*")
            ? "No tool here fits '%s'".formatted(pattern)
            : "No tool here has the name or the tag '%s'".formatted(pattern);
    warn(outline, word.at(), told + outcome, meant(pattern, neighbours.tools()));
  }

  private static @Nullable String meant(String pattern, List<KnownTool> tools) {
    Set<String> names = new TreeSet<>();
    for (KnownTool tool : tools) {
      names.add(tool.name());
      names.addAll(tool.tags());
    }
    if (!pattern.contains("*")) {
      return Nearest.to(pattern, names);
    }
    if (pattern.indexOf('*') < pattern.length() - 1) {
      return null;
    }
    // what names begin with, up to each '-'
    Set<String> begins = new TreeSet<>();
    for (KnownTool tool : tools) {
      String name = tool.name();
      for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
        begins.add(name.substring(0, dash) + "*");
        begins.add(name.substring(0, dash) + "-*");
      }
      begins.add(name + "*");
    }
    return Nearest.to(pattern, begins);
  }

  private void rule(Node rule, RouteOutline outline, OtherRoutes neighbours) {
    List<Word> about = new ArrayList<>();
    for (String verdict : List.of("allow", "ask", "deny")) {
      List<Word> words = words(YamlSyntax.find(rule, verdict), outline);
      String outcome = ", so that nothing is %s by it".formatted(past(verdict));
      words.forEach(word -> tool(word, outcome, outline, neighbours));
      about.addAll(words);
    }
    if (!(YamlSyntax.find(rule, "when") instanceof MappingNode when)
        || about.stream().map(Word::text).anyMatch(foreign)) {
      return;
    }
    Set<String> parameters = new TreeSet<>();
    boolean any = false;
    for (KnownTool tool : neighbours.tools()) {
      if (about.stream().anyMatch(word -> tool.fits(word.text()))) {
        any = true;
        parameters.addAll(tool.parameters());
      }
    }
    for (NodeTuple tuple : any ? when.getValue() : List.<NodeTuple>of()) {
      String name = YamlSyntax.text(tuple.getKeyNode());
      if (!parameters.contains(name)) {
        warn(
            outline,
            Position.of(tuple.getKeyNode()),
            "No tool of this rule has the parameter '%s', so that the rule never decides"
                .formatted(name),
            Nearest.to(name, parameters));
      }
    }
  }

  private static String past(String verdict) {
    return switch (verdict) {
      case "allow" -> "allowed";
      case "deny" -> "denied";
      default -> "asked";
    };
  }

  /** The names of a list, or of a text with commas; what the hub's settings say is not known. */
  private static List<Word> words(@Nullable Node node, RouteOutline outline) {
    List<Word> words = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(each -> words.addAll(words(each, outline)));
    } else if (node instanceof ScalarNode scalar && !scalar.getValue().contains("{{")) {
      for (String part : scalar.getValue().split(",")) {
        String word = part.strip();
        if (!word.isEmpty()) {
          boolean alone = word.equals(scalar.getValue());
          words.add(new Word(word, alone ? Position.of(scalar) : outline.find(word, scalar)));
        }
      }
    }
    return words;
  }

  private static void warn(
      RouteOutline outline, Position at, String message, @Nullable String meant) {
    outline.problems.add(Problem.warning(outline.text.file(), at, message, meant));
  }
}
