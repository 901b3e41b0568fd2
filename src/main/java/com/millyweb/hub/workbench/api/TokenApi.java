package com.millyweb.hub.workbench.api;

import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import com.millyweb.hub.workbench.access.ScopeInterceptor;
import com.millyweb.hub.workbench.access.Token;
import com.millyweb.hub.workbench.access.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Making and revoking tokens. */
@RestController
@RequestMapping("/api/tokens")
class TokenApi {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * @param expires how long it is good, such as {@code 30d}; absent for ever
   */
  record NewToken(@Nullable String name, @Nullable String scope, @Nullable String expires) {}

  private final Tokens tokens;
  private final Clock clock;

  TokenApi(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @GetMapping
  @RequiresScope(Scope.admin)
  Listing<Token> list(@Accepts({}) Query query) {
    return Listing.all(tokens.list());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @RequiresScope(value = Scope.admin, action = "token.create")
  Tokens.Issued create(@Body NewToken body, Caller caller, HttpServletRequest request) {
    String name = body.name() == null ? "" : body.name();
    if (!NAME.matcher(name).matches() || name.equals(Caller.ADMINISTRATOR)) {
      throw Refusal.badParameter(
          "name",
          "must be 1 to 64 letters, digits, '.', '_' or '-', and not '%s', was: '%s'"
              .formatted(Caller.ADMINISTRATOR, name));
    }
    Scope scope = Query.oneOf("scope", body.scope(), Scope.class);
    if (scope == null) {
      throw Refusal.badParameter("scope", "must be viewer, operator, editor or admin");
    }
    ScopeInterceptor.note(
        request, Map.of("name", name, "scope", scope, "expires", String.valueOf(body.expires())));
    return tokens.create(name, scope, expiry(body.expires()), caller.name());
  }

  @DeleteMapping("/{id}")
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
