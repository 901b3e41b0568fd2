package com.millyweb.hub.tool;

import com.millyweb.hub.knowledge.Likeness;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the tool for a question without a model: by how much its description is like it. Only what
 * reads, reaches nothing outside, and takes either nothing or the question itself is found.
 */
@Component
public final class ToolRouter {
  /** Less is like anything. */
  private static final double LEAST = 0.28;

  private static final List<String> WORDS = List.of("query", "question", "text");

  private final Tools tools;
  private final Likeness likeness;

  ToolRouter(Tools tools, Likeness likeness) {
    this.tools = tools;
    this.likeness = likeness;
  }

  /** A tool and what to call it with. */
  public record Routed(Tool tool, Map<String, Object> arguments) {}

  /** Empty where no tool is like it. */
  public Optional<Routed> route(String question) throws IOException, InterruptedException {
    List<Tool> able = tools.list().stream().filter(ToolRouter::isAble).toList();
    if (able.isEmpty()) {
      return Optional.empty();
    }
    Likeness.Alike best =
        likeness.order(question, able.stream().map(Tool::description).toList()).get(0);
    if (best.likeness() < LEAST) {
      return Optional.empty();
    }
    return able.stream()
        .filter(tool -> tool.description().equals(best.text()))
        .findFirst()
        .map(tool -> new Routed(tool, arguments(tool, question)));
  }

  private static boolean isAble(Tool tool) {
    return tool.hints().readOnly()
        && !tool.hints().openWorld()
        && tool.parameters().stream()
            .filter(ToolParameter::required)
            .allMatch(parameter -> WORDS.contains(parameter.name()));
  }

  private static Map<String, Object> arguments(Tool tool, String question) {
    return tool.parameters().stream()
        .map(ToolParameter::name)
        .filter(WORDS::contains)
        .findFirst()
        .<Map<String, Object>>map(name -> Map.of(name, question))
        .orElse(Map.of());
  }
}
