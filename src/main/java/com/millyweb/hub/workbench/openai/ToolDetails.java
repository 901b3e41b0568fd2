package com.millyweb.hub.workbench.openai;

import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.text.Truncate;
import org.springframework.web.util.HtmlUtils;

/**
 * A tool's call as Open WebUI folds it away. It would run a call in {@code delta.tool_calls}
 * itself; nothing that a model or a tool said can end the tag.
 */
final class ToolDetails {
  private static final int MOST = 4000;

  private ToolDetails() {}

  static String of(StepRow step) {
    return "\n<details type=\"tool_calls\" done=\"true\" id=\"%s\" name=\"%s\" arguments=\"%s\" result=\"%s\">\n<summary>Tool Executed</summary>\n</details>\n"
        .formatted(
            escaped(String.valueOf(step.call())),
            escaped(step.name()),
            escaped(step.arguments() == null ? "{}" : step.arguments()),
            escaped(step.result() == null ? "" : step.result()));
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(Truncate.to(text, MOST), "UTF-8")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;");
  }
}
