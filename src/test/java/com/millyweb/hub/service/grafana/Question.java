package com.millyweb.hub.service.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * One of the things that {@code grafana/} asks Prometheus.
 *
 * @param place the file, and the panel or the rule
 * @param text with a time in the place of Grafana's variable
 * @param legend the labels that the legend of a panel names
 */
record Question(String place, String text, Set<String> legend) {
  static final Path FOLDER = Path.of("grafana");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w:.])([a-zA-Z_:][a-zA-Z0-9_:]*)(?!\\s*\\(|[\\w:])");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  static JsonNode read(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".json")
          ? JSON.readTree(text)
          : JSON.valueToTree(new Yaml().load(text));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of every panel, every rule of Prometheus and every rule of Grafana. */
  static List<Question> all() {
    List<Question> all = new ArrayList<>();
    for (Path file : files(FOLDER.resolve("dashboards"), ".json")) {
      for (JsonNode panel : read(file).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          add(
              all,
              "%s, %s".formatted(file.getFileName(), panel.path("title").asText()),
              target.path("expr").asText(),
              target.path("legendFormat").asText());
        }
      }
    }
    for (Path file : files(FOLDER.resolve("rules"), ".yaml")) {
      for (JsonNode group : read(file).path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          String name = rule.path("alert").asText(rule.path("record").asText());
          add(all, "%s, %s".formatted(file.getFileName(), name), rule.path("expr").asText(), "");
        }
      }
    }
    for (JsonNode group : read(FOLDER.resolve("provisioning/alerting/rules.yaml")).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        for (JsonNode query : rule.path("data")) {
          if (query.path("datasourceUid").asText().equals("prometheus")) {
            add(all, rule.path("title").asText(), query.path("model").path("expr").asText(), "");
          }
        }
      }
    }
    return all;
  }

  private static void add(List<Question> all, String place, String text, String legend) {
    Set<String> labels = new TreeSet<>();
    Matcher label = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}").matcher(legend);
    while (label.find()) {
      labels.add(label.group(1));
    }
    all.add(new Question(place, text.replace("$__rate_interval", "5m").strip(), labels));
  }

  /** The names of the series that it reads. */
  Set<String> metrics() {
    String bare = STRING.matcher(text).replaceAll("\"\"");
    bare = MATCHERS.matcher(bare).replaceAll("");
    bare = GROUPING.matcher(bare).replaceAll("");
    bare = bare.replaceAll("\\[[^]]*]", "");
    Set<String> metrics = new TreeSet<>();
    Matcher metric = METRIC.matcher(bare);
    while (metric.find()) {
      if (!WORDS.contains(metric.group(1))) {
        metrics.add(metric.group(1));
      }
    }
    return metrics;
  }

  /** The labels that it selects, groups and shows by. */
  Set<String> labels() {
    String bare = STRING.matcher(text).replaceAll("\"\"");
    Set<String> labels = new TreeSet<>(legend);
    for (Pattern part : List.of(MATCHERS, GROUPING)) {
      Matcher found = part.matcher(bare);
      while (found.find()) {
        Matcher name = NAME.matcher(found.group(1));
        while (name.find()) {
          labels.add(name.group());
        }
      }
    }
    return labels;
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(place, text);
  }
}
