package com.millyweb.hub.agent.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What people allowed for always: lines of {@code always.yaml} in the hub's home, each one tool of
 * one agent with exactly the arguments that were shown. They hold for runs that can be trusted, and
 * until such a call fails.
 */
@Component
public final class StandingRules {
  static final String REASON = "a person allowed it for always";

  private static final Logger log = LoggerFactory.getLogger(StandingRules.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD =
      """
      # What people allowed agents for always: one tool with just these arguments, for one agent, in runs that read nothing of
      # strangers. A line that is deleted is asked again. A call that fails deletes its line.
      """;

  private final Path file;
  private final Clock clock;
  // guarded by this
  private List<Line> lines = List.of();
  private @Nullable FileTime read;

  StandingRules(HubProperties properties, Clock clock) {
    this.file = properties.home().resolve("always.yaml");
    this.clock = clock;
  }

  private record Line(String agent, String tool, Map<String, Object> arguments, String rest) {
    boolean fits(Call call) {
      return agent.equals(call.agent())
          && tool.equals(call.tool().name())
          && same(arguments, call.arguments());
    }

    private static boolean same(Map<String, Object> one, Map<String, Object> other) {
      // numbers are of many classes
      return JSON.valueToTree(one).toString().equals(JSON.valueToTree(other).toString());
    }
  }

  synchronized boolean allow(Call call) {
    if (call.isTainted()) {
      return false;
    }
    refresh();
    return lines.stream().anyMatch(line -> line.fits(call));
  }

  /**
   * From now on such calls are done without a question.
   *
   * @param by who says so
   */
  public synchronized void add(Call call, String by) {
    refresh();
    if (lines.stream().anyMatch(line -> line.fits(call))) {
      return;
    }
    List<Line> more = new ArrayList<>(lines);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("agent", call.agent());
    line.put("tool", call.tool().name());
    line.put("arguments", call.arguments());
    line.put("by", by);
    line.put("since", LocalDate.now(clock).toString());
    more.add(new Line(call.agent(), call.tool().name(), call.arguments(), json(line)));
    write(more);
  }

  /**
   * @return whether there was such a line
   */
  public synchronized boolean remove(Call call) {
    refresh();
    List<Line> others = lines.stream().filter(line -> !line.fits(call)).toList();
    if (others.size() == lines.size()) {
      return false;
    }
    write(others);
    return true;
  }

  private void write(List<Line> changed) {
    var text = new StringBuilder(HEAD);
    changed.forEach(line -> text.append("- ").append(line.rest()).append('\n'));
    try {
      PrivateFiles.write(file, text.toString());
      read = null;
      refresh();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(file), e);
    }
  }

  private void refresh() {
    try {
      FileTime time = Files.getLastModifiedTime(file);
      if (!time.equals(read)) {
        lines = parse(Files.readString(file));
        read = time;
      }
    } catch (NoSuchFileException e) {
      lines = List.of();
      read = null;
    } catch (IOException | RuntimeException e) {
      // what cannot be read allows nothing
      lines = List.of();
      log.warn("{} cannot be read, people are asked each time: {}", file, e.getMessage());
    }
  }

  private static List<Line> parse(String text) {
    Object all = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    List<Line> lines = new ArrayList<>();
    if (all instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> line && line.get("arguments") instanceof Map<?, ?> given) {
          Map<String, Object> arguments = new LinkedHashMap<>();
          given.forEach((name, value) -> arguments.put(String.valueOf(name), value));
          lines.add(
              new Line(
                  String.valueOf(line.get("agent")),
                  String.valueOf(line.get("tool")),
                  arguments,
                  json(line)));
        }
      }
    }
    return lines;
  }

  private static String json(Map<?, ?> line) {
    try {
      return JSON.writeValueAsString(new LinkedHashMap<>(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }
}
