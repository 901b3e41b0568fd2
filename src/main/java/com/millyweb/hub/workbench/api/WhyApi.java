package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.why.Why;
import com.millyweb.hub.workbench.why.WhyAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Why something happened, and why something else did not. */
@RestController
@RequestMapping("/api/events")
@Tag(name = "events")
class WhyApi {
  private final WhyAnswers answers;

  WhyApi(WhyAnswers answers) {
    this.answers = answers;
  }

  @GetMapping("/{id}/why")
  @Operation(
      operationId = "explainEvent",
      summary =
          "How an event or a notice came about, what came of it, and which flows did not take it",
      description =
          "The id is that of an event or of a notice. A viewer sees `******` for what events,"
              + " routes and errors say.")
  @RequiresScope(Scope.viewer)
  Why why(@PathVariable UUID id) {
    return answers.of(id).orElseThrow(() -> Refusal.notFound("event or notice", id));
  }
}
