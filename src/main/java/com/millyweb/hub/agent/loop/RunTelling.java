package com.millyweb.hub.agent.loop;

import com.millyweb.hub.agent.journal.PlannedCall;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.text.Truncate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the people of a conversation see of a run: one message, which is edited as it goes on. */
@Component
final class RunTelling {
  private static final int MOST_CALLS = 15;
  private static final int MOST_OF_A_CALL = 120;
  private static final int MOST_TEXT = 100_000;

  private final Channels channels;
  private final Clock clock;

  RunTelling(Channels channels, Clock clock) {
    this.channels = channels;
    this.clock = clock;
  }

  /** Which calls are done now. */
  void progress(RunRow run, List<StepRow> steps, List<PlannedCall> planned, List<NewEvent> all) {
    if (run.origin().reply() == null) {
      return;
    }
    List<String> lines = new ArrayList<>(calls(steps));
    planned.forEach(
        call ->
            lines.add("%s %s".formatted(sign(call.state()), call(call.tool(), call.arguments()))));
    all.addAll(inConversation(run, Severity.info, String.join("\n", newest(lines))));
  }

  /** How it ended. */
  List<NewEvent> ended(RunRow run, List<StepRow> steps) {
    if (run.origin().reply() == null) {
      return List.of();
    }
    if (run.state() == RunRow.State.DONE && run.answer() != null) {
      List<String> calls = newest(calls(steps));
      String text = SafeMarkdown.of(Truncate.to(run.answer(), MOST_TEXT));
      return inConversation(
          run, Severity.info, calls.isEmpty() ? text : text + "\n\n" + String.join("\n", calls));
    }
    return inConversation(
        run,
        Severity.warning,
        "%s gave no answer: %s"
            .formatted(
                Questions.quoted(run.agent()), Questions.quoted(String.valueOf(run.error()))));
  }

  private static List<String> calls(List<StepRow> steps) {
    return steps.stream()
        .filter(step -> step.kind() == StepRow.Kind.TOOL)
        .map(step -> "%s %s".formatted(sign(step.state()), call(step.name(), step.arguments())))
        .collect(Collectors.toList());
  }

  private static List<String> newest(List<String> lines) {
    if (lines.size() <= MOST_CALLS) {
      return lines;
    }
    List<String> some = new ArrayList<>();
    some.add("… %d more".formatted(lines.size() - MOST_CALLS));
    some.addAll(lines.subList(lines.size() - MOST_CALLS, lines.size()));
    return some;
  }

  private static String sign(StepRow.State state) {
    return switch (state) {
      case PLANNED, BEGUN -> "- ⏳";
      case ASKED -> "- ✋";
      case DONE -> "- ✔";
      case FAILED -> "- ⚠";
      case DENIED -> "- ⛔";
      case CANCELLED -> "- ✖";
    };
  }

  private static String call(String tool, @Nullable String arguments) {
    String shown = arguments == null || arguments.equals("{}") ? "" : " " + arguments;
    return Questions.quoted(Truncate.line(tool + shown, MOST_OF_A_CALL));
  }

  private List<NewEvent> inConversation(RunRow run, Severity severity, String text) {
    Notice notice =
        Notice.of(Channels.REPLY, severity, null, text, clock.instant())
            .withKey("agent/" + run.id())
            .answering(run.origin().event());
    return Notices.events(
        notice, List.of(channels.conversation(String.valueOf(run.origin().reply()))), null);
  }

  /**
   * Where questions of a run go: to its conversation, or to a channel.
   *
   * @param channel where it has none; that of the operators where there is none of that name
   */
  String channel(RunRow run, String channel) {
    if (run.origin().askedIn() != null) {
      return Channels.REPLY;
    }
    return channels.contains(channel) ? channel : Channels.OPS;
  }

  /** To where its channel says; to nobody where there is none of that name any more. */
  List<NewEvent> toPeople(RunRow run, Notice notice) {
    String place = run.origin().askedIn();
    if (notice.channel().equals(Channels.REPLY) && place != null) {
      return Notices.events(
          notice.answering(run.origin().event()), List.of(channels.conversation(place)), null);
    }
    return channels.contains(notice.channel())
        ? Notices.events(notice, channels.targets(notice.channel()), null)
        : List.of();
  }
}
