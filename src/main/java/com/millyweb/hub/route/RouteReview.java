package com.millyweb.hub.route;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.route.RouteSwap.NotStarted;
import com.millyweb.hub.route.check.JavaRouteNames;
import com.millyweb.hub.route.check.Position;
import com.millyweb.hub.route.check.Problem;
import com.millyweb.hub.route.check.RouteCheck;
import com.millyweb.hub.route.check.RouteOutline;
import java.util.ArrayList;
import java.util.List;

/** Checks a route file among all other files, and the other files under a changed policy. */
final class RouteReview {
  private final RouteFileStates states;
  private final RouteCheck check;
  private final JavaRouteNames java;

  RouteReview(RouteFileStates states, RouteCheck check, JavaRouteNames java) {
    this.states = states;
    this.check = check;
    this.java = java;
  }

  /**
   * What is wrong with this content; nothing is applied.
   *
   * @param present files that change together with it
   */
  Findings of(RouteText text, List<RouteText> present) {
    if (text.isOff()) {
      return Findings.of(List.of());
    }
    List<RouteText> policies = states.policies(text.isPolicy() ? text : null);
    var others = states.others(text.file(), present, java.find());
    var findings = Findings.of(check.check(text, others, policies));
    if (!text.isPolicy() || !findings.isGood()) {
      return findings;
    }
    List<Problem> all = new ArrayList<>(findings.problems());
    all.addAll(dependants(text, policies));
    return Findings.of(all);
  }

  /** Whether the content says something, and nothing of it is an error. */
  boolean isGood(RouteText text) {
    return !text.isOff() && of(text, List.of()).isGood();
  }

  /** Names the route that did not start, as far as the failure says which it was. */
  Problem notStarted(RouteText text, NotStarted failure) {
    String message = String.valueOf(failure.getMessage());
    String detail = message + failure.getCause();
    Position at =
        check.read(text).routes.stream()
            .filter(route -> route.id() != null && detail.contains(route.id()))
            .findFirst()
            .map(RouteOutline.RouteEntry::at)
            .orElse(Position.START);
    return Problem.error(text.file(), at, message);
  }

  /** A policy is part of every route; it is as bad as what it breaks. */
  private List<Problem> dependants(RouteText policy, List<RouteText> policies) {
    List<Problem> problems = new ArrayList<>();
    for (RouteText running : states.underPolicies()) {
      var others = states.others(running.file(), List.of(), java.find());
      check.check(running, others, policies).stream()
          .filter(Problem::isError)
          .map(
              problem ->
                  Problem.error(policy.file(), Position.START, "With this policy: " + problem))
          .forEach(problems::add);
    }
    return problems;
  }
}
