package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.text.Truncate;
import java.io.PrintStream;

/** Prints a backtest for people. */
record BacktestPrint(PrintStream out) {
  private static final int SHOWN = 20;
  private static final int WIDTH = 240;

  void print(JsonNode answer) {
    out.println(line(answer.path("text").asText(), 4 * WIDTH));
    int left = SHOWN;
    for (JsonNode failure : answer.path("failures")) {
      if (left-- == 0) {
        break;
      }
      head(failure);
      JsonNode at = failure.path("line");
      out.println(
          line(
              "  fails   %s%s: %s"
                  .formatted(
                      failure.path("file").asText(failure.path("route").asText()),
                      at.isNumber() ? ":" + at.asInt() : "",
                      failure.path("message").asText()),
              WIDTH));
    }
    left = SHOWN;
    for (JsonNode difference : answer.path("differences")) {
      if (left-- == 0) {
        break;
      }
      head(difference);
      difference.path("before").forEach(one -> out.println(line("  before  " + one, WIDTH)));
      difference.path("now").forEach(one -> out.println(line("  now     " + one, WIDTH)));
    }
    int more = answer.path("different").asInt() - SHOWN;
    if (more > 0) {
      out.printf("… and %d more%n", more);
    }
    for (JsonNode stub : answer.path("stubbed")) {
      out.println(
          line(
              "not called: %s, %d×, answered %s"
                  .formatted(
                      stub.path("call").asText(),
                      stub.path("times").asInt(),
                      stub.path("answered").asText()),
              WIDTH));
    }
  }

  private void head(JsonNode about) {
    out.println(
        line(
            "%s %s %s"
                .formatted(
                    about.path("at").asText(),
                    about.path("type").asText(),
                    about.path("event").asText()),
            WIDTH));
  }

  /** What stands in events is anybody's: nothing of it moves the cursor of a terminal. */
  private static String line(String text, int most) {
    return Truncate.toPoints(text.replaceAll("\\p{Cntrl}", " "), most);
  }
}
