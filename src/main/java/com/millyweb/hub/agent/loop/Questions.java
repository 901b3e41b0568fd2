package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks people, where the run talks to them or in its agent's channel, and tells what came of it.
 */
@Component
final class Questions {
  /** What is longer stands in a file beside the message. */
  private static final int SHOWN = 600;

  private static final int MOST_SAID = 300;

  /** What a phone shows without opening a file. */
  private static final int MOST_PREVIEW = 1500;

  /** How far back what a standing permission would have allowed is looked for. */
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final int MOST_DAYS = 6;

  private final Approvals approvals;
  private final StepEvents events;
  private final RunTelling telling;
  private final Tools tools;
  private final PublicUrlProperties links;
  private final Clock clock;

  Questions(
      Approvals approvals,
      StepEvents events,
      RunTelling telling,
      Tools tools,
      PublicUrlProperties links,
      Clock clock) {
    this.tools = tools;
    this.links = links;
    this.approvals = approvals;
    this.events = events;
    this.telling = telling;
    this.clock = clock;
  }

  /**
   * Adds what asks: a notice with buttons, an event for flows, and one for the time when it is too
   * late.
   *
   * @param said what the model said beside its call
   */
  void ask(
      RunRow run,
      AgentDefinition agent,
      PlannedCall.Question question,
      @Nullable String tool,
      @Nullable String arguments,
      String said,
      List<NewEvent> all) {
    var about = new About(question.number(), question.kind(), question.why(), tool, arguments);
    all.addAll(telling.toPeople(run, notice(run, agent, channel(run, agent), about, said(said))));
    all.add(events.asked(run, about.number(), about.kind(), tool, about.why()));
    all.add(
        events.expiry(
            run.id(), about.number(), Duration.between(clock.instant(), question.expires())));
  }

  /** Adds the same for the people of another channel. */
  void passOn(
      RunRow run,
      AgentDefinition agent,
      Approvals.Approval approval,
      String channel,
      String by,
      List<NewEvent> all) {
    var about =
        new About(
            approval.number(),
            approval.kind(),
            approval.why(),
            approval.tool(),
            approval.arguments());
    var from = new Notice.Field("Passed on by", quoted(by), true);
    all.addAll(telling.toPeople(run, notice(run, agent, channel, about, List.of(from))));
  }

  /** What a question is about, whether it is in the journal already or not. */
  private record About(
      long number, String kind, String why, @Nullable String tool, @Nullable String arguments) {}

  private static List<Notice.Field> said(String said) {
    return said.isBlank()
        ? List.of()
        : List.of(new Notice.Field("It says", quoted(Truncate.line(said, MOST_SAID)), false));
  }

  private Notice notice(
      RunRow run, AgentDefinition agent, String channel, About about, List<Notice.Field> besides) {
    String tool = about.tool();
    String arguments = about.arguments();
    List<Notice.Field> fields = new ArrayList<>(besides);
    boolean trusted = run.taint().isEmpty() && !asksAlways(tool);
    if (tool != null && arguments != null && about.kind().equals("call") && trusted) {
      fields.add(
          new Notice.Field(
              "Always",
              wouldHaveAllowed(approvals.same(agent.name(), tool, arguments, LOOK_BACK)),
              false));
    }
    if (!run.taint().isEmpty()) {
      fields.add(
          new Notice.Field(
              "Not to be trusted",
              quoted(Truncate.line(String.join(", ", run.taint()), SHOWN)),
              false));
    }
    String preview = preview(tool, arguments);
    return notice(
            run,
            channel,
            about.number(),
            title(run, about.kind(), about.number(), tool),
            Severity.warning)
        .withText(
            preview == null
                ? text(about.why(), tool, arguments)
                : quoted(about.why()) + "\n\n" + fenced(Truncate.to(preview, MOST_PREVIEW)))
        .withFields(fields)
        .withActions(actions(about.kind(), about.number(), trusted))
        .withAttachments(attachments(tool, arguments, preview));
  }

  private String channel(RunRow run, AgentDefinition agent) {
    return telling.channel(run, agent.ask());
  }

  /**
   * The question's message with its answer in it.
   *
   * @param edited the arguments that it is called with; null for those of the question
   */
  void answered(
      RunRow run,
      AgentDefinition agent,
      Approvals.Approval approval,
      String state,
      String by,
      @Nullable String reason,
      @Nullable String edited,
      List<NewEvent> all) {
    String title =
        "A%d: %s by %s".formatted(approval.number(), state, by)
            + (reason == null || reason.isBlank() ? "" : ": " + Truncate.line(reason, MOST_SAID));
    Severity severity = state.equals("approved") ? Severity.success : Severity.info;
    Set<String> places = new LinkedHashSet<>(List.of(channel(run, agent)));
    places.addAll(approval.passedTo());
    for (String place : places) {
      Notice notice =
          notice(run, place, approval.number(), Truncate.to(title, 300), severity)
              .withText(
                  text(
                      approval.why(),
                      approval.tool(),
                      edited == null ? approval.arguments() : edited));
      all.addAll(telling.toPeople(run, notice));
    }
    all.add(events.decided(run, approval.number(), state, by, reason));
  }

  private String wouldHaveAllowed(List<Instant> calls) {
    if (calls.isEmpty()) {
      return "there was no such call in the last %d days".formatted(LOOK_BACK.toDays());
    }
    List<String> days =
        calls.stream().map(call -> DAY.format(call.atZone(clock.getZone()))).distinct().toList();
    return "would have allowed %d such %s of the last %d days: %s%s"
        .formatted(
            calls.size(),
            calls.size() == 1 ? "call" : "calls",
            LOOK_BACK.toDays(),
            String.join(", ", days.subList(0, Math.min(days.size(), MOST_DAYS))),
            days.size() > MOST_DAYS ? " …" : "");
  }

  private Notice.@Nullable Link link(RunRow run) {
    String url = links.run(run.id());
    return url == null ? null : new Notice.Link(url, "All steps");
  }

  private Notice notice(RunRow run, String channel, long number, String title, Severity severity) {
    return Notice.of(channel, severity, title, "-", clock.instant())
        .withLink(link(run))
        .withKey("agent/A%d".formatted(number));
  }

  private static String title(RunRow run, String kind, long number, @Nullable String tool) {
    return switch (kind) {
      case "budget" -> "A%d: may %s go on?".formatted(number, run.agent());
      case "repeat" -> "A%d: was %s done for %s?".formatted(number, tool, run.agent());
      default -> "A%d: may %s call %s?".formatted(number, run.agent(), tool);
    };
  }

  private static String text(String why, @Nullable String tool, @Nullable String arguments) {
    if (tool == null || arguments == null) {
      return quoted(why);
    }
    return quoted(why)
        + "\n\n"
        + fenced(
            tool + " " + (arguments.length() > SHOWN ? Truncate.to(arguments, SHOWN) : arguments));
  }

  private static List<Notice.Attachment> attachments(
      @Nullable String tool, @Nullable String arguments, @Nullable String preview) {
    List<Notice.Attachment> files = new ArrayList<>();
    if (tool != null && arguments != null && (arguments.length() > SHOWN || preview != null)) {
      String name = tool.replaceAll("[^\\w-]", "_");
      files.add(new Notice.Attachment(name + ".json", null, arguments));
    }
    if (preview != null && preview.length() > MOST_PREVIEW) {
      files.add(new Notice.Attachment("preview.txt", null, preview));
    }
    return files;
  }

  private boolean asksAlways(@Nullable String tool) {
    return tool != null && tools.find(tool).filter(one -> one.asking().always()).isPresent();
  }

  /** What the tool's preview says of the call; null where it has none. */
  private @Nullable String preview(@Nullable String tool, @Nullable String arguments) {
    String name =
        tool == null ? null : tools.find(tool).map(one -> one.asking().preview()).orElse(null);
    if (name == null || arguments == null) {
      return null;
    }
    try {
      Object said = tools.call(name, Planning.read(arguments), null);
      return Redaction.instance().redact(said == null ? "" : said.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "The preview was cut off";
    } catch (Exception e) {
      return "The preview failed: " + Redaction.instance().redact(String.valueOf(e.getMessage()));
    }
  }

  private static List<Notice.Action> actions(String kind, long number, boolean trusted) {
    List<Notice.Action> actions = new ArrayList<>();
    String yes = kind.equals("call") ? "Approve" : kind.equals("budget") ? "Go on" : "Do it again";
    String no = kind.equals("call") ? "Reject" : kind.equals("budget") ? "Stop" : "Leave it";
    actions.add(new Notice.Action(yes, null, "agent approve A" + number, "primary"));
    actions.add(new Notice.Action(no, null, "agent reject A" + number, "danger"));
    if (kind.equals("call") && trusted) {
      actions.add(new Notice.Action("Always", null, "agent always A" + number, null));
    }
    return actions;
  }

  /** A fence that the text cannot end. */
  static String fenced(String text) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    return fence + "\n" + text + "\n" + fence;
  }

  /** Words of a model or a stranger, which are no Markdown. */
  static String quoted(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]()<>#!|~@-])", "\\\\$1");
  }
}
