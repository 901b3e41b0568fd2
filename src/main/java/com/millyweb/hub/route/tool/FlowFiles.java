package com.millyweb.hub.route.tool;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.RouteBacktests;
import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFiles;
import com.millyweb.hub.route.backtest.Backtest;
import com.millyweb.hub.route.backtest.Busy;
import com.millyweb.hub.route.backtest.NothingToRun;
import com.millyweb.hub.route.check.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools about route files. */
@RouteBean
@Component("flowFiles")
public class FlowFiles {
  private static final Pattern PATH = Pattern.compile("(?:[\\w-][\\w.-]*/){1,8}[\\w-][\\w.-]*");
  private static final int LONGEST = 256 * 1024;
  private static final int MOST_READ = 12_000;
  private static final int MOST_DIFFERENCES = 10;
  private static final Duration LONGEST_PAST = Duration.ofDays(30);

  private final RouteFiles files;
  private final RouteBacktests backtests;
  private final FlowTests tests;
  private final Clock clock;

  FlowFiles(RouteFiles files, RouteBacktests backtests, FlowTests tests, Clock clock) {
    this.files = files;
    this.backtests = backtests;
    this.tests = tests;
    this.clock = clock;
  }

  /**
   * All files, or those of a folder, with their routes.
   *
   * @param body {@code folder} and {@code word}, both optional
   */
  public List<Map<String, Object>> list(Map<String, @Nullable Object> body) {
    String folder = text(body, "folder");
    String word = text(body, "word");
    List<Map<String, Object>> all = new ArrayList<>();
    for (RouteFile file : files.all()) {
      if (folder != null && !file.file().startsWith(folder + "/")) {
        continue;
      }
      Map<String, Object> told = told(file);
      if (word == null
          || told.toString().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))) {
        all.add(told);
      }
    }
    return all;
  }

  private static Map<String, Object> told(RouteFile file) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file.file());
    told.put("state", file.state().name().toLowerCase(Locale.ROOT));
    List<Map<String, Object>> routes = new ArrayList<>();
    file.routes()
        .forEach(
            route -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("id", route.id());
              one.put("from", route.from());
              one.put("description", Objects.requireNonNullElse(route.description(), ""));
              routes.add(one);
            });
    told.put("routes", routes);
    if (!file.problems().isEmpty()) {
      told.put("problems", file.problems().stream().map(FlowFiles::told).toList());
    }
    return told;
  }

  private static String told(Problem problem) {
    return "%s:%d:%d: %s: %s%s"
        .formatted(
            problem.file(),
            problem.line(),
            problem.column(),
            problem.isError() ? "error" : "warning",
            problem.message(),
            problem.suggestion() == null
                ? ""
                : "; did you mean '%s'?".formatted(problem.suggestion()));
  }

  /**
   * The text of a route file, or of one beside it.
   *
   * @param body {@code file}, and {@code offset} in characters
   */
  public Map<String, Object> read(Map<String, @Nullable Object> body) {
    String file = file(body);
    String text = content(file);
    int offset =
        body.get("offset") instanceof Number number
            ? Math.min(Math.max(number.intValue(), 0), text.length())
            : 0;
    int end = Math.min(offset + MOST_READ, text.length());
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file);
    told.put("text", text.substring(offset, end));
    if (end < text.length()) {
      told.put("left", text.length() - end);
      told.put("next", end);
    }
    return told;
  }

  private String content(String file) {
    return files
        .content(file)
        .orElseThrow(
            () -> {
              String meant = Nearest.to(file, files.all().stream().map(RouteFile::file).toList());
              return new IllegalArgumentException(
                  "There is no file '%s'%s"
                      .formatted(
                          file, meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
            });
  }

  /**
   * The verdict that the loader would give; nothing is applied.
   *
   * @param body {@code file} and {@code text}
   */
  public Map<String, Object> check(Map<String, @Nullable Object> body) {
    String file = file(body);
    List<Problem> problems = files.check(file, given(body));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file);
    told.put("runs", problems.stream().noneMatch(Problem::isError));
    told.put("problems", problems.stream().map(FlowFiles::told).toList());
    return told;
  }

  /**
   * Runs tests of a flow in a context of their own, where nothing is sent.
   *
   * @param body {@code file}; {@code text} for an edit of it, {@code tests} for other tests than
   *     those beside it
   */
  public Map<String, Object> test(Map<String, @Nullable Object> body) throws IOException {
    String file = file(body);
    String text = text(body, "text");
    return tests.run(file, text == null ? content(file) : given(body), text(body, "tests"));
  }

  /**
   * What the flow would have done with the events of the past; nothing is sent or stored.
   *
   * @param body {@code file}; {@code text} for an edit of it, {@code since} for another past than 7
   *     days
   */
  public Map<String, Object> backtest(Map<String, @Nullable Object> body)
      throws IOException, InterruptedException {
    String file = file(body);
    String text = text(body, "text");
    String since = text(body, "since");
    Duration past = Durations.parse(since == null ? "7d" : since.replaceFirst("^-", ""));
    if (past.isZero() || past.compareTo(LONGEST_PAST) > 0) {
      throw new IllegalArgumentException("since must be up to 30d, was: '%s'".formatted(since));
    }
    Instant now = clock.instant();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("file", file);
    try {
      Backtest backtest =
          backtests.run(
              file,
              text == null ? content(file) : given(body),
              Map.of(),
              now.minus(past),
              now,
              () -> {});
      told.put("verdict", backtest.text());
      told.put(
          "notices", Map.of("then", backtest.notices().before(), "now", backtest.notices().now()));
      told.put("events", backtest.run());
      told.put("different", backtest.different());
      told.put("failed", backtest.failed());
      List<String> lines = new ArrayList<>();
      backtest.differences().stream()
          .limit(MOST_DIFFERENCES)
          .forEach(
              one ->
                  lines.add(
                      "%s %s %s: then %s, now %s"
                          .formatted(one.at(), one.type(), one.event(), one.before(), one.now())));
      told.put("differences", lines);
      told.put(
          "failures",
          backtest.failures().stream()
              .limit(MOST_DIFFERENCES)
              .map(one -> "%s %s: %s".formatted(one.type(), one.event(), one.message()))
              .toList());
    } catch (RouteBacktests.Invalid e) {
      told.put("verdict", "The file would be refused");
      told.put("problems", e.problems().stream().map(FlowFiles::told).toList());
    } catch (Busy | NothingToRun e) {
      told.put("verdict", String.valueOf(e.getMessage()));
    }
    return told;
  }

  private static String file(Map<String, @Nullable Object> body) {
    String file = String.valueOf(body.get("file"));
    if (!PATH.matcher(file).matches()) {
      throw new IllegalArgumentException(
          "file must be a path in the routes folder, such as flow/push-to-chat%s, was: '%s'"
              .formatted(RouteText.SUFFIX, file));
    }
    return file;
  }

  private static String given(Map<String, @Nullable Object> body) {
    String text = String.valueOf(body.get("text"));
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "text must have at most %,d characters, has %,d".formatted(LONGEST, text.length()));
    }
    return text;
  }

  private static @Nullable String text(Map<String, @Nullable Object> body, String name) {
    Object value = body.get(name);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }
}
