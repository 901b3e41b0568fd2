package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.millyweb.hub.config.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.boot.convert.DurationStyle;

/**
 * A {@code .test.yaml} file: a list of tests of the flow of the same name.
 *
 * @param name as it is told, relative to where the tests were looked for
 */
record TrialFile(Path path, String name, List<Trial> trials) {
  static final String SUFFIX = ".test.yaml";

  private static final List<String> KEYS =
      List.of("name", "now", "vars", "given", "answers", "expect", "order", "never", "others");

  private static final int MOST_BYTES = 1 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addDeserializer(Duration.class, new Durations()))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What is wrong with a test file itself. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  static TrialFile read(Path path, String name) throws Unreadable {
    String yaml;
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new Unreadable(name + ": a test file must be at most 1 MB");
      }
      yaml = Files.readString(path);
    } catch (IOException e) {
      throw new Unreadable("%s: cannot be read: %s".formatted(name, e.getMessage()));
    }
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).setLabel(name).build();
    try {
      Object document = new Load(settings).loadFromString(yaml);
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (!(document instanceof List<?> list)
          || !(root.orElse(null) instanceof SequenceNode nodes)) {
        throw new Unreadable(name + ":1: a test file must be a list of tests, '- name: …'");
      }
      List<Trial> trials = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        int line = line(nodes.getValue().get(i));
        Trial trial = trial(name, line, list.get(i));
        if (!names.add(trial.name())) {
          throw new Unreadable(
              "%s:%d: a test '%s' is there already".formatted(name, line, trial.name()));
        }
        trials.add(trial);
      }
      return new TrialFile(path, name, trials);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable("%s:%d: not readable as YAML: %s".formatted(name, line, e.getProblem()));
    } catch (YamlEngineException e) {
      throw new Unreadable("%s:1: not readable as YAML: %s".formatted(name, e.getMessage()));
    }
  }

  static Trial trial(String file, int line, @Nullable Object element) throws Unreadable {
    if (!(element instanceof Map<?, ?> written)) {
      throw new Unreadable(
          "%s:%d: a test is a map with name, given and expect".formatted(file, line));
    }
    for (Object key : written.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw new Unreadable("%s:%d: %s".formatted(file, line, unknown(String.valueOf(key), KEYS)));
      }
    }
    Map<Object, Object> map = new LinkedHashMap<>(written);
    map.put("line", line);
    try {
      return MAPPER.convertValue(map, Trial.class);
    } catch (IllegalArgumentException e) {
      throw new Unreadable("%s:%d: %s".formatted(file, line, reason(e)));
    }
  }

  static String unknown(String key, List<String> known) {
    String near = Nearest.to(key, known);
    return "unknown key '%s'; known are %s%s"
        .formatted(
            key, String.join(", ", known), near == null ? "" : "; did you mean '" + near + "'?");
  }

  private static String reason(IllegalArgumentException e) {
    if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
      return unknown(
          unknown.getPropertyName(),
          unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    Throwable inner = e;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    String message =
        inner instanceof JsonMappingException mapping
            ? mapping.getOriginalMessage()
            : inner.getMessage();
    return String.valueOf(message);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  /** As everywhere in the hub: {@code 30m}. */
  private static final class Durations extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1;

    Durations() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return DurationStyle.detectAndParse(parser.getText());
    }
  }
}
