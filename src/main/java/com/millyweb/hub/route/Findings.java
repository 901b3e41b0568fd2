package com.millyweb.hub.route;

import com.millyweb.hub.route.check.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the content of a file.
 *
 * @param problems errors and warnings
 * @param startFailed whether the check found it good, but its routes did not start
 */
record Findings(List<Problem> problems, boolean startFailed) {

  Findings {
    problems = List.copyOf(problems);
  }

  static Findings of(List<Problem> problems) {
    return new Findings(problems, false);
  }

  Findings andNotStarted(Problem failure) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(failure);
    return new Findings(all, true);
  }

  boolean isGood() {
    return problems.stream().noneMatch(Problem::isError);
  }
}
