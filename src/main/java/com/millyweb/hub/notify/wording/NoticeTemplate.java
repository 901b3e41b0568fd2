package com.millyweb.hub.notify.wording;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.notify.holding.Hold;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A notice file, compiled once. */
public final class NoticeTemplate {
  /** A line of nothing but tags leaves no line in the text. */
  private static final Pattern TAGS_ONLY =
      Pattern.compile("(?m)^[ \\t]*((?:(?:\\{%(?:(?!%}).)*%}|\\{#(?:(?!#}).)*#})[ \\t]*)+)\\r?\\n");

  private static final Pattern QUOTED =
      Pattern.compile("(?:value |name |Unclosed |Unexpected )\"(.+?)\"");

  private final String file;
  private final NoticeFile written;
  private final List<Part> parts = new ArrayList<>();

  private record Part(
      NoticeFile.Source source, PebbleTemplate value, @Nullable PebbleTemplate label) {}

  private NoticeTemplate(String file, NoticeFile written) {
    this.file = file;
    this.written = written;
  }

  /**
   * @param file its path, for what is said of it
   * @throws IllegalArgumentException when something is wrong with it
   */
  public static NoticeTemplate compile(String file, String content) {
    var template = new NoticeTemplate(file, NoticeFile.read(content));
    template.compile();
    List<NoticeProblem> problems = template.written.problems;
    if (!problems.isEmpty()) {
      NoticeProblem first = problems.get(0);
      throw new IllegalArgumentException(
          "%s:%d:%d: %s".formatted(file, first.line(), first.column(), first.message()));
    }
    return template;
  }

  /** All that is wrong with a notice file. */
  public static List<NoticeProblem> check(String content) {
    var template = new NoticeTemplate("", NoticeFile.read(content));
    template.compile();
    return template.written.problems;
  }

  /** What is wrong with the channel that a notice file names. */
  public static Optional<NoticeProblem> checkChannel(String content, Set<String> channels) {
    NoticeFile.Template named = NoticeFile.read(content).holdTo;
    if (named == null || named.text().equals(Hold.NOBODY) || channels.contains(named.text())) {
      return Optional.empty();
    }
    return Optional.of(
        new NoticeProblem(
            named.line(),
            named.column(),
            "There is no channel '%s' in hub.notify.channels".formatted(named.text()),
            Nearest.to(named.text(), channels)));
  }

  private void compile() {
    for (NoticeFile.Source source : List.copyOf(written.sources)) {
      PebbleTemplate value = compile(source.part().kind(), source.value());
      PebbleTemplate label =
          source.label() == null ? null : compile(NoticePart.Kind.title, source.label());
      if (value != null) {
        parts.add(new Part(source, value, label));
      }
    }
  }

  private @Nullable PebbleTemplate compile(NoticePart.Kind kind, NoticeFile.Template template) {
    int before = written.problems.size();
    for (TemplateNames.Flaw flaw : TemplateNames.check(template.text())) {
      int line = (int) template.text().substring(0, flaw.at()).lines().count();
      boolean fresh = flaw.at() > 0 && template.text().charAt(flaw.at() - 1) == '\n';
      place(template, Math.max(1, line) + (fresh ? 1 : 0), flaw);
    }
    try {
      PebbleTemplate compiled = NoticeEngine.of(kind).compile(joined(template.text()));
      return before == written.problems.size() ? compiled : null;
    } catch (PebbleException e) {
      if (before == written.problems.size()) {
        failed(template, e);
      }
    } catch (StackOverflowError e) {
      written.problem(template.line(), template.column(), "It is nested too deeply", null);
    } catch (RuntimeException e) {
      written.problem(
          template.line(), template.column(), "Not readable: %s".formatted(e.getMessage()), null);
    }
    return null;
  }

  private void place(NoticeFile.Template template, int line, TemplateNames.Flaw flaw) {
    written.problem(
        template.line() + line - 1,
        written.column(template, line, flaw.word()),
        flaw.message(),
        flaw.suggestion());
  }

  private void failed(NoticeFile.Template template, PebbleException e) {
    int line = e.getLineNumber() == null || e.getLineNumber() < 1 ? 1 : e.getLineNumber();
    Matcher quoted = QUOTED.matcher(e.getPebbleMessage());
    written.problem(
        template.line() + line - 1,
        written.column(template, line, quoted.find() ? quoted.group(1) : ""),
        said(e),
        null);
  }

  private static String said(PebbleException e) {
    String message = e.getPebbleMessage();
    return message == null || message.isBlank() ? "It cannot be filled in" : message;
  }

  /** The line's end goes into its last tag: it is counted there, and shows nothing. */
  private static String joined(String text) {
    return TAGS_ONLY
        .matcher(text)
        .replaceAll(
            line -> {
              String tags = line.group(1).stripTrailing();
              String inside = tags.substring(0, tags.length() - 2);
              String end = tags.substring(tags.length() - 2);
              return Matcher.quoteReplacement(inside + "\n" + end);
            });
  }

  /** How long the notice waits; null for not at all. */
  public @Nullable Duration hold() {
    return written.hold;
  }

  /** The channel that is told so; null where the file does not say. */
  public @Nullable String holdTo() {
    return written.holdTo == null ? null : written.holdTo.text();
  }

  /**
   * The notice for this message, as the body of {@code notify:}.
   *
   * @param now the time that ages are told from
   * @throws PermanentFailure when it cannot be filled in, with the place in the file
   */
  public Map<String, Object> say(Exchange exchange, Instant now) {
    return fill(data(exchange), now);
  }

  /** The notice for what the hub itself tells, which templates read as the body. */
  Map<String, Object> say(Map<String, ?> body, Instant now) {
    return fill(
        Map.of("body", body, "headers", Map.of(), "variables", Map.of(), "event", Map.of()), now);
  }

  private Map<String, Object> fill(Map<String, Object> data, Instant now) {
    var told = new Told(file);
    try {
      return Budget.spend(
          now,
          () -> {
            for (Part part : parts) {
              String label =
                  part.label() == null
                      ? null
                      : fill(part.label(), part.source().label(), data).strip();
              String value = fill(part.value(), part.source().value(), data);
              told.put(part.source().part(), value, label, part.source().style());
            }
            return told.body();
          });
    } catch (PermanentFailure e) {
      throw e;
    } catch (Exception e) {
      throw new PermanentFailure("%s cannot be filled in: %s".formatted(file, e.getMessage()), e);
    }
  }

  private String fill(
      PebbleTemplate template, NoticeFile.@Nullable Template source, Map<String, Object> data) {
    var words = new StringWriter();
    try {
      template.evaluate(words, data, Locale.ROOT);
      return words.toString();
    } catch (PebbleException e) {
      throw failure(source, e.getLineNumber(), said(e));
    } catch (Exception | StackOverflowError e) {
      throw failure(source, null, "%s".formatted(e.getMessage()));
    }
  }

  private PermanentFailure failure(
      NoticeFile.@Nullable Template source, @Nullable Integer at, String why) {
    int line = at == null || at < 1 ? 1 : at;
    int shown = source == null ? 1 : source.line() + line - 1;
    int column = source == null ? 1 : written.column(source, line, "");
    return new PermanentFailure("%s:%d:%d: %s".formatted(file, shown, column, why), null);
  }

  private static Map<String, Object> data(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<String, Object> data = new LinkedHashMap<>();
    Object body = message.getBody();
    if (body instanceof byte[]) {
      body = message.getBody(String.class);
    }
    data.put("body", body == null ? Map.of() : body);
    data.put("headers", message.getHeaders());
    data.put("variables", exchange.getVariables());
    Map<String, Object> event = new LinkedHashMap<>();
    for (String name : List.of("id", "type", "source", "subject", "time", "key")) {
      Object value = message.getHeader("ce-" + name);
      if (value != null) {
        event.put(name, value.toString());
      }
    }
    data.put("event", event);
    return data;
  }
}
