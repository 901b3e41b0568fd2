package com.millyweb.hub.workbench.why;

import com.millyweb.hub.camel.RouteBean;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The step of the tool {@code event-why}. */
@RouteBean
@Component("whyTool")
public class WhyTool {
  private final WhyAnswers answers;

  WhyTool(WhyAnswers answers) {
    this.answers = answers;
  }

  /**
   * How it came about and what came of it, in words.
   *
   * @param body {@code id} of an event or a notice
   */
  public String tell(Map<String, @Nullable Object> body) {
    String id = String.valueOf(body.get("id"));
    UUID asked;
    try {
      asked = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "id must be that of an event or a notice, such as 0198c0de-0000-7000-8000-000000000000, was: '%s'"
              .formatted(id),
          e);
    }
    return answers
        .of(asked)
        .map(WhyText::plain)
        .orElseThrow(
            () -> new IllegalArgumentException("There is no event or notice '%s'".formatted(id)));
  }
}
