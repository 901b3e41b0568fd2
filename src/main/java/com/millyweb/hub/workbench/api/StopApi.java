package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.FlowStop;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Stops what a flow still wants to send. */
@RestController
@Tag(name = "deliveries")
class StopApi {
  record Flow(
      @NotBlank(message = "must be the name of a flow's subscription, such as flow.push-to-chat")
          @Text
          @Schema(description = "The name of the flow's subscription, which is its route's id")
          String flow) {}

  record StoppedType(String type, long deliveries) {}

  /** How much was stopped, in all and of each type of event; begun is what was not. */
  record Stopped(String flow, long deliveries, List<StoppedType> types, long begun) {}

  private final FlowStop stop;

  StopApi(FlowStop stop) {
    this.stop = stop;
  }

  @PostMapping("/api/deliveries/stop")
  @Operation(
      operationId = "stopFlow",
      summary = "Stop what a flow still wants to send",
      description =
          "What nobody has begun of the events and notices that it sent becomes a dead letter with"
              + " the reason `stopped`; a retry lets it go on. Events that wait for the flow itself"
              + " stay.")
  @ApiResponse(responseCode = "200", description = "They are stopped")
  @RequiresScope(value = Scope.operator, action = "delivery.stop")
  Stopped stop(@Valid @RequestBody Flow body, Caller caller, HttpServletRequest request) {
    String flow = body.flow().strip();
    FlowStop.Stopped stopped =
        stop.stop(flow, caller.name()).orElseThrow(() -> Refusal.notFound("subscription", flow));
    ScopeInterceptor.note(
        request,
        Map.of("flow", flow, "deliveries", stopped.deliveries(), "begun", stopped.begun()));
    return new Stopped(
        flow,
        stopped.deliveries(),
        stopped.types().entrySet().stream()
            .map(type -> new StoppedType(type.getKey(), type.getValue()))
            .toList(),
        stopped.begun());
  }
}
