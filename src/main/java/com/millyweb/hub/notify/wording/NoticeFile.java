package com.millyweb.hub.notify.wording;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.holding.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A {@code .notice.yaml} as it is written: the sources of its parts, and where they stand. */
final class NoticeFile {
  private static final Pattern OPEN_HOST =
      Pattern.compile("(?i)\\s*https?://[^/?#{]*[^/?#{.]\\{[{%]");
  private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  static final int MAX_CHARACTERS = 64 * 1024;

  private static final Set<String> OF_LINK = Set.of("url", "text");
  private static final Set<String> OF_BUTTON = Set.of("value", "url", "style");

  final List<Source> sources = new ArrayList<>();
  final List<NoticeProblem> problems = new ArrayList<>();
  @Nullable Duration hold;
  @Nullable Template holdTo;
  private final List<String> lines;

  /**
   * A part's template.
   *
   * @param label of a link
   * @param style of a button
   */
  record Source(
      NoticePart part, Template value, @Nullable Template label, @Nullable String style) {}

  /**
   * @param line of the file in which its first line stands, from 1
   * @param column in which it begins there, from 1
   */
  record Template(String text, int line, int column) {}

  private NoticeFile(String content) {
    lines = content.lines().toList();
  }

  static NoticeFile read(String content) {
    var file = new NoticeFile(content);
    if (content.length() > MAX_CHARACTERS) {
      file.problem(
          1, 1, "A notice file must have at most %d characters".formatted(MAX_CHARACTERS), null);
      return file;
    }
    var settings = LoadSettings.builder().setUseMarks(true).setMaxAliasesForCollections(0).build();
    try {
      Node root = new Compose(settings).composeString(content).orElse(null);
      if (root instanceof MappingNode map) {
        file.parts(map);
      } else {
        file.problem(1, 1, "A notice file must be a map of parts: title, text, …", null);
      }
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      file.problem(
          mark.map(m -> m.getLine() + 1).orElse(1),
          mark.map(m -> m.getColumn() + 1).orElse(1),
          "Not readable as YAML: %s".formatted(e.getProblem()),
          null);
    } catch (YamlEngineException e) {
      file.problem(1, 1, "Not readable as YAML: %s".formatted(e.getMessage()), null);
    }
    return file;
  }

  private void parts(MappingNode map) {
    Set<NoticePart> seen = new HashSet<>();
    for (NodeTuple tuple : map.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      NoticePart part = NoticePart.of(name);
      if (part == null) {
        problem(tuple.getKeyNode(), unknown(name), NoticePart.meant(name));
      } else if (!seen.add(part)) {
        problem(tuple.getKeyNode(), "'%s' is there twice".formatted(name), null);
      } else {
        part(part, tuple.getValueNode());
      }
    }
    if (seen.stream().noneMatch(NoticeFile::says)) {
      problem(1, 1, "A notice must have a title, a text or fields", null);
    }
  }

  private static boolean says(NoticePart part) {
    return switch (part.kind()) {
      case key, thread, severity, hold, holdTo -> false;
      default -> true;
    };
  }

  private void part(NoticePart part, Node node) {
    if (node instanceof ScalarNode scalar && part.kind() == NoticePart.Kind.hold) {
      hold(scalar);
    } else if (node instanceof ScalarNode scalar && part.kind() == NoticePart.Kind.holdTo) {
      holdTo(scalar);
    } else if (node instanceof ScalarNode scalar) {
      literal(part, scalar);
      sources.add(new Source(part, template(scalar), null, null));
    } else if (node instanceof MappingNode map && part.kind() == NoticePart.Kind.link) {
      shape(part, map, OF_LINK);
    } else if (node instanceof MappingNode map && part.kind() == NoticePart.Kind.button) {
      shape(part, map, OF_BUTTON);
    } else {
      problem(node, "'%s' must be text".formatted(part), null);
    }
  }

  /** No template: how long people have must not hang on what an event says. */
  private void hold(ScalarNode scalar) {
    try {
      hold = Hold.of(scalar.getValue());
    } catch (IllegalArgumentException e) {
      problem(scalar, String.valueOf(e.getMessage()), null);
    }
  }

  private void holdTo(ScalarNode scalar) {
    if (CHANNEL.matcher(scalar.getValue()).matches()) {
      holdTo = template(scalar);
    } else {
      problem(
          scalar,
          "'holdTo' must be the name of a channel, was: '%s'".formatted(scalar.getValue()),
          null);
    }
  }

  private void shape(NoticePart part, MappingNode map, Set<String> names) {
    Template value = null;
    Template label = null;
    String style = null;
    for (NodeTuple tuple : map.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      if (!names.contains(name) || !(tuple.getValueNode() instanceof ScalarNode scalar)) {
        problem(
            tuple.getKeyNode(),
            "'%s' must have only %s, and each is text".formatted(part, new TreeSet<>(names)),
            Nearest.to(name, names));
        return;
      }
      switch (name) {
        case "text" -> label = template(scalar);
        case "style" -> style = style(scalar);
        default -> {
          address(part, scalar);
          value = template(scalar);
        }
      }
    }
    if (value == null) {
      problem(map, "'%s' must have %s".formatted(part, new TreeSet<>(names)), null);
    } else {
      sources.add(new Source(part, value, label, style));
    }
  }

  private @Nullable String style(ScalarNode scalar) {
    Set<String> styles = Set.of("primary", "danger");
    if (!styles.contains(scalar.getValue())) {
      problem(
          scalar,
          "The style of a button must be primary or danger, was: '%s'".formatted(scalar.getValue()),
          Nearest.to(scalar.getValue(), styles));
    }
    return scalar.getValue();
  }

  private void literal(NoticePart part, ScalarNode scalar) {
    String value = scalar.getValue();
    address(part, scalar);
    if (part.kind() == NoticePart.Kind.severity
        && !value.contains("{{")
        && !value.contains("{%")
        && Severity.find(value).isEmpty()) {
      List<String> words = Arrays.stream(Severity.values()).map(Enum::name).toList();
      problem(
          scalar,
          "'severity' must be one of %s, was: '%s'".formatted(String.join(", ", words), value),
          Nearest.to(value, words));
    }
  }

  /** Data that follows a host with nothing between them could name another one. */
  private void address(NoticePart part, ScalarNode scalar) {
    boolean addresses =
        switch (part.kind()) {
          case link, button, attachment -> true;
          default -> false;
        };
    if (addresses && OPEN_HOST.matcher(scalar.getValue()).lookingAt()) {
      problem(
          scalar,
          "'%s' must have a '/' between the host and what the event fills in".formatted(part),
          null);
    }
  }

  private static Template template(ScalarNode scalar) {
    Mark mark = scalar.getStartMark().orElseThrow();
    ScalarStyle style = scalar.getScalarStyle();
    boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    return new Template(
        scalar.getValue(), mark.getLine() + (block ? 2 : 1), block ? 1 : mark.getColumn() + 1);
  }

  /**
   * Where a piece of a template stands in the file.
   *
   * @param line of the template, from 1
   * @param piece found in that line; empty for where its first tag begins
   */
  int column(Template template, int line, String piece) {
    int at = template.line() + line - 1;
    if (at < 1 || at > lines.size()) {
      return 1;
    }
    String text = lines.get(at - 1);
    int from = line == 1 ? Math.min(template.column() - 1, text.length()) : 0;
    int found = piece.isEmpty() ? -1 : text.indexOf(piece, from);
    if (found < 0) {
      int show = text.indexOf("{{", from);
      int act = text.indexOf("{%", from);
      found = show < 0 ? act : act < 0 ? show : Math.min(show, act);
    }
    return found < 0 ? Math.max(1, from + 1) : found + 1;
  }

  private static String unknown(String name) {
    int dot = name.indexOf('.');
    String word = dot < 0 ? name : name.substring(0, dot);
    boolean known = NoticePart.words().contains(word);
    return known && NoticePart.Kind.valueOf(word).isNamed()
        ? "'%s' needs a name: '%s.<name>'".formatted(name, word)
        : "Unknown part '%s' of a notice; there are %s"
            .formatted(name, String.join(", ", NoticePart.words()));
  }

  private void problem(Node at, String message, @Nullable String suggestion) {
    Mark mark = at.getStartMark().orElseThrow();
    problem(mark.getLine() + 1, mark.getColumn() + 1, message, suggestion);
  }

  void problem(int line, int column, String message, @Nullable String suggestion) {
    problems.add(new NoticeProblem(line, column, message, suggestion));
  }
}
