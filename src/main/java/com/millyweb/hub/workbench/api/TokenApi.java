package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import com.millyweb.hub.workbench.access.Token;
import com.millyweb.hub.workbench.access.Tokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Making and revoking tokens. */
@RestController
@RequestMapping("/api/tokens")
@Tag(name = "tokens")
class TokenApi {
  private static final String NAME = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
  private static final String NAME_RULE =
      "must be 1 to 64 letters, digits, '.', '_' or '-', and not '" + Caller.ADMINISTRATOR + "'";
  private static final Duration LONGEST = Duration.ofDays(3650);

  record NewToken(
      @NotNull(message = NAME_RULE) @Pattern(regexp = NAME, message = NAME_RULE) String name,
      @NotNull(message = "must be viewer, operator, editor or admin") Scope scope,
      @Schema(description = "How long it is good, e.g. `30d` or `PT12H`; absent for ever")
          @Nullable String expires) {}

  private final Tokens tokens;
  private final Clock clock;

  TokenApi(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @GetMapping
  @Operation(operationId = "listTokens", summary = "The newest thousand tokens, revoked ones too")
  @RequiresScope(Scope.admin)
  Listing<Token> list() {
    return Listing.all(tokens.list());
  }

  @PostMapping
  @Operation(operationId = "createToken", summary = "Make a token; it is shown this once")
  @ApiResponse(responseCode = "201", description = "Made")
  @ResponseStatus(HttpStatus.CREATED)
  @RequiresScope(value = Scope.admin, action = "token.create")
  Tokens.Issued create(
      @Valid @RequestBody NewToken body, Caller caller, HttpServletRequest request) {
    String name = body.name();
    if (name.equals(Caller.ADMINISTRATOR)) {
      throw Refusal.badParameter("name", NAME_RULE);
    }
    Scope scope = body.scope();
    ScopeInterceptor.note(
        request, Map.of("name", name, "scope", scope, "expires", String.valueOf(body.expires())));
    return tokens.create(name, scope, expiry(body.expires()), caller.name());
  }

  @DeleteMapping("/{id}")
  @Operation(operationId = "revokeToken", summary = "Revoke a token and the sessions it opened")
  @ApiResponse(responseCode = "204", description = "Done")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @RequiresScope(value = Scope.admin, action = "token.revoke")
  void revoke(@PathVariable long id) {
    if (!tokens.revoke(id)) {
      throw Refusal.notFound("live token", id);
    }
  }

  private @Nullable Instant expiry(@Nullable String expires) {
    if (expires == null) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(expires);
      if (!duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0) {
        return clock.instant().plus(duration);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // answered below
    }
    throw Refusal.badParameter(
        "expires", "must be a duration up to 3650d, such as 30d, was: '%s'".formatted(expires));
  }
}
