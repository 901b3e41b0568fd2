package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final Approvals approvals;
  private final StepEvents events;
  private final RunTelling telling;
  private final Tools tools;
  private final Clock clock;

  Questions(Approvals approvals, StepEvents events, RunTelling telling, Tools tools, Clock clock) {
    this.tools = tools;
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
    long number = question.number();
    List<Notice.Field> fields = new ArrayList<>();
    if (!said.isBlank()) {
      fields.add(new Notice.Field("It says", quoted(Truncate.line(said, MOST_SAID)), false));
    }
    boolean trusted = run.taint().isEmpty() && !asksAlways(tool);
    if (tool != null && arguments != null && question.kind().equals("call") && trusted) {
      fields.add(
          new Notice.Field(
              "Always",
              "would have allowed %d such calls in the last 30 days"
                  .formatted(approvals.same(agent.name(), tool, arguments, Duration.ofDays(30))),
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
    Notice notice =
        notice(run, number, title(run, question.kind(), number, tool), Severity.warning)
            .withText(
                preview == null
                    ? text(question.why(), tool, arguments)
                    : quoted(question.why()) + "\n\n" + fenced(Truncate.to(preview, MOST_PREVIEW)))
            .withFields(fields)
            .withActions(actions(question.kind(), number, trusted))
            .withAttachments(attachments(tool, arguments, preview));
    all.addAll(telling.toPeople(run, agent.ask(), notice));
    all.add(events.asked(run, number, question.kind(), tool, question.why()));
    all.add(events.expiry(run.id(), number, Duration.between(clock.instant(), question.expires())));
  }

  /** The question's message with its answer in it. */
  void answered(
      RunRow run,
      AgentDefinition agent,
      Approvals.Approval approval,
      String state,
      String by,
      @Nullable String reason,
      List<NewEvent> all) {
    String title =
        "A%d: %s by %s".formatted(approval.number(), state, by)
            + (reason == null || reason.isBlank() ? "" : ": " + Truncate.line(reason, MOST_SAID));
    Notice notice =
        notice(
                run,
                approval.number(),
                Truncate.to(title, 300),
                state.equals("approved") ? Severity.success : Severity.info)
            .withText(text(approval.why(), approval.tool(), approval.arguments()));
    all.addAll(telling.toPeople(run, agent.ask(), notice));
    all.add(events.decided(run, approval.number(), state, by, reason));
  }

  private Notice notice(RunRow run, long number, String title, Severity severity) {
    return Notice.of(telling.channel(run), severity, title, "-", clock.instant())
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
