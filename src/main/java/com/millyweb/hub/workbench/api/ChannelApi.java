package com.millyweb.hub.workbench.api;

import com.millyweb.hub.notify.ChannelStatus;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whom the hub can tell, and whether it got through. */
@RestController
@RequestMapping("/api/channels")
@Tag(name = "notices")
class ChannelApi {
  /**
   * @param target id of one target; absent for all of the channel
   */
  record Test(
      @Schema(description = "Id of one target; all of the channel when it is absent")
          @Nullable String target) {}

  record TestNotice(UUID notice) {}

  private final ChannelStatus channels;

  ChannelApi(ChannelStatus channels) {
    this.channels = channels;
  }

  @GetMapping
  @Operation(
      operationId = "listChannels",
      summary = "Whom the hub can tell, and whether it got through")
  @RequiresScope(Scope.viewer)
  Listing<ChannelStatus.Channel> list() {
    return Listing.all(channels.list());
  }

  /** Also enables what was disabled. */
  @PostMapping("/{channel}/test")
  @Operation(
      operationId = "testChannel",
      summary = "Send a test notice",
      description = "A target that was disabled is enabled by it.")
  @ApiResponse(responseCode = "202", description = "The notice is on its way")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "channel.test")
  TestNotice test(
      @PathVariable String channel,
      @RequestBody Test body,
      Caller caller,
      HttpServletRequest request) {
    ScopeInterceptor.note(request, Map.of("target", String.valueOf(body.target())));
    try {
      return new TestNotice(channels.test(channel, body.target(), caller.name()));
    } catch (IllegalArgumentException e) {
      throw new Refusal(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }
}
