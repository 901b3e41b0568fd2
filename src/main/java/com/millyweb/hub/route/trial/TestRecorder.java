package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.camel.KnownBeans;
import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.check.EndpointOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a test of what a flow does with an event that happened. Nothing is overwritten. */
public final class TestRecorder {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{vars\\.([\\w.-]+)");

  private static final String TO_BE_READ =
      """
      # Event %s as it was recorded, and what the flow makes of it now. Read whether it is what it should do,
      # write into answers what the others really answer, and delete this comment.
      """;

  private final Path folder;
  private final Collection<RouteText> routes;
  private final TrialSetting setting;

  /**
   * @param folder of routes
   * @param routes all files, those of the jar included
   * @param reach which connectors are there
   */
  public TestRecorder(Path folder, Collection<RouteText> routes, KnownBeans beans, Reach reach) {
    this.folder = folder;
    this.routes = routes;
    this.setting = new TrialSetting(beans, reach, EndpointOptions.of("http", reach));
  }

  /**
   * @param event as the API shows it
   * @param flow the name of its file, without the ending; null for the one that took the event
   * @param vars what a variable stands for; null where it is not configured
   * @return the file that has one test more
   * @throws IOException when there is no such test to write; the message says why to a person
   */
  public Path record(JsonNode event, @Nullable String flow, UnaryOperator<@Nullable String> vars)
      throws IOException {
    String base = flow == null ? taker(event) : flow;
    Path beside = folder.resolve("flow");
    if (!base.matches("[\\w.-]+")
        || !Files.isRegularFile(beside.resolve(base + RouteText.SUFFIX))) {
      throw new IOException(
          "There is no flow/%s%s in %s".formatted(base, RouteText.SUFFIX, folder));
    }
    Path file = beside.resolve("tests").resolve(base + TrialFile.SUFFIX);
    String id = event.path("id").asText();
    String name = "%s of event %s".formatted(event.path("type").asText(), id);
    String before = before(file, name);
    List<RouteText> texts = FlowUnderTest.texts(file, routes);
    Map<String, Object> test =
        new FlowRecording(texts, setting).of(name, RecordedTest.given(event), values(texts, vars));
    write(file, before + TO_BE_READ.formatted(id) + yaml(test));
    return file;
  }

  private static Map<String, String> values(
      List<RouteText> texts, UnaryOperator<@Nullable String> vars) {
    Map<String, String> values = new TreeMap<>();
    for (RouteText text : texts) {
      VARIABLE
          .matcher(text.content())
          .results()
          .map(found -> found.group(1))
          .forEach(
              name -> {
                String value = vars.apply(name);
                if (value != null) {
                  values.put(name, value);
                }
              });
    }
    return values;
  }

  /** What stands in the file already. */
  private static String before(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      for (Trial trial : TrialFile.read(file, file.toString()).trials()) {
        if (trial.name().equals(name)) {
          throw new IOException(
              "%s:%d: a test '%s' is there already".formatted(file, trial.line(), name));
        }
      }
    } catch (TrialFile.Unreadable e) {
      throw new IOException(e.getMessage(), e);
    }
    String before = Files.readString(file);
    return before.isEmpty() || before.endsWith("\n") ? before : before + "\n";
  }

  private static String yaml(Map<String, Object> test) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
    return new Dump(settings).dumpToString(List.of(test));
  }

  private static void write(Path file, String content) throws IOException {
    Path folder = Files.createDirectories(file.getParent());
    Path written = Files.createTempFile(folder, file.getFileName().toString(), ".new");
    try {
      Files.writeString(written, content);
      TrialFile.read(written, file.toString());
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (TrialFile.Unreadable e) {
      throw new IOException("A test cannot be added to " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** The flow of the subscription that took the event. */
  private String taker(JsonNode event) throws IOException {
    Set<String> flows = new TreeSet<>();
    for (JsonNode delivery : event.path("deliveries")) {
      Pattern id =
          Pattern.compile(
              "(?m)^[\\s-]*id:\\s*[\"']?%s[\"']?\\s*$"
                  .formatted(Pattern.quote(delivery.path("subscription").asText())));
      for (RouteText text : routes) {
        if (text.file().startsWith("flow/") && id.matcher(text.content()).find()) {
          flows.add(text.file().substring("flow/".length()).replace(RouteText.SUFFIX, ""));
        }
      }
    }
    if (flows.size() == 1) {
      return flows.iterator().next();
    }
    throw new IOException(
        flows.isEmpty()
            ? "No flow of this folder took the event; name one with --flow"
            : "Several flows took the event: %s; name one with --flow"
                .formatted(String.join(", ", flows)));
  }
}
