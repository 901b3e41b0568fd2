package com.millyweb.hub.workbench.api;

import com.millyweb.hub.notify.ChannelStatus;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whom the hub can tell, and whether it got through. */
@RestController
@RequestMapping("/api/channels")
class ChannelApi {
  /**
   * @param target id of one target; absent for all of the channel
   */
  record Test(@Nullable String target) {}

  record Tested(UUID notice) {}

  private final ChannelStatus channels;

  ChannelApi(ChannelStatus channels) {
    this.channels = channels;
  }

  @GetMapping
  @RequiresScope(Scope.viewer)
  Listing<ChannelStatus.Channel> list(@Accepts({}) Query query) {
    return Listing.all(channels.list());
  }

  /** Also enables what was disabled. */
  @PostMapping("/{channel}/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @RequiresScope(value = Scope.operator, action = "channel.test")
  Tested test(
      @PathVariable String channel, @Body Test body, Caller caller, HttpServletRequest request) {
    ScopeInterceptor.note(request, Map.of("target", String.valueOf(body.target())));
    try {
      return new Tested(channels.test(channel, body.target(), caller.name()));
    } catch (IllegalArgumentException e) {
      throw new Refusal(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }
}
