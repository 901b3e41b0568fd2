package com.millyweb.hub.workbench.api.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.Approvals.Approval;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.tool.NoSuchTool;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.tool.WrongArguments;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.api.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What callers decide about runs. All of it is checked before it is sent, so that whoever decides
 * is told at once what is wrong; the run then goes through the log like any other.
 */
@Component
public final class RunDecisions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Approvals approvals;
  private final Runs runs;
  private final RunSignals signals;
  private final Tools tools;
  private final Channels channels;
  private final ObjectMapper json;

  RunDecisions(
      Approvals approvals,
      Runs runs,
      RunSignals signals,
      Tools tools,
      Channels channels,
      ObjectMapper json) {
    this.channels = channels;
    this.approvals = approvals;
    this.runs = runs;
    this.signals = signals;
    this.tools = tools;
    this.json = json;
  }

  /** What may be said. */
  public enum Verb {
    approve,
    reject,
    edit,
    always,
    /** Others are asked as well; it stays open. */
    pass
  }

  /**
   * The question, which is still open.
   *
   * @throws Refusal when there is none, or somebody decided already
   */
  public Approval open(long number) {
    Approval approval = find(number);
    if (!approval.isOpen()) {
      throw Refusal.conflict(closed(approval));
    }
    return approval;
  }

  /**
   * @throws Refusal when there is none
   */
  public Approval find(long number) {
    return approvals.find(number).orElseThrow(() -> Refusal.notFound("approval", number));
  }

  /**
   * Decides, and waits a moment until it counts.
   *
   * @param reason of a rejection
   * @param arguments of an edit
   * @param channel that it is passed on to
   * @return as it is then; still open when that takes longer, or it is passed on
   * @throws Refusal when it cannot be decided so
   */
  public Approval decide(
      long number,
      Verb verb,
      @Nullable String reason,
      @Nullable Map<String, ?> arguments,
      @Nullable String channel,
      Caller caller)
      throws InterruptedException {
    Approval asked = open(number);
    String text = text(asked, verb, reason, arguments, channel);
    var changes = new Semaphore(0);
    RunSignals.Watch watch = signals.watch(asked.run(), changes::release);
    try {
      runs.decide(asked.run(), number, verb.name(), caller.name(), text);
      long end = System.nanoTime() + PATIENCE.toNanos();
      Approval now = find(number);
      while (now.isOpen()
          && !(channel != null && now.passedTo().contains(channel))
          && System.nanoTime() < end) {
        changes.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        now = find(number);
      }
      if (!now.isOpen() && !caller.name().equals(now.by())) {
        throw Refusal.conflict(closed(now));
      }
      return now;
    } finally {
      watch.close();
    }
  }

  private @Nullable String text(
      Approval asked,
      Verb verb,
      @Nullable String reason,
      @Nullable Map<String, ?> arguments,
      @Nullable String channel) {
    if (channel != null && verb != Verb.pass) {
      throw Refusal.badParameter("channel", "belongs to the decision 'pass'");
    }
    if (arguments != null && verb != Verb.edit) {
      throw Refusal.badParameter("arguments", "belong to the decision 'edit'");
    }
    return switch (verb) {
      case approve -> null;
      case reject -> reason;
      case edit -> edited(asked, arguments);
      case pass -> {
        if (channel == null || !channels.contains(channel)) {
          throw Refusal.badParameter(
              "channel", "must be one of %s, was: '%s'".formatted(channels.names(), channel));
        }
        yield channel;
      }
      case always -> {
        requireAlways(asked);
        yield null;
      }
    };
  }

  private void requireAlways(Approval asked) {
    boolean trusted =
        runs.find(asked.run()).map(RunRow::taint).map(taint -> taint.isEmpty()).orElse(false);
    if (!asked.kind().equals("call") || !trusted) {
      throw Refusal.badParameter(
          "decision",
          "cannot be 'always': "
              + (trusted
                  ? "A%d is no question whether a call may be done".formatted(asked.number())
                  : "the run read what is not to be trusted"));
    }
  }

  private String edited(Approval asked, @Nullable Map<String, ?> arguments) {
    String tool = asked.tool();
    if (tool == null) {
      throw Refusal.badParameter(
          "decision", "cannot be 'edit': A%d is about no tool".formatted(asked.number()));
    }
    if (arguments == null) {
      throw Refusal.badParameter("arguments", "must be the new arguments, for the decision 'edit'");
    }
    try {
      return json.writeValueAsString(tools.read(tool, arguments));
    } catch (WrongArguments | NoSuchTool e) {
      throw new Refusal(HttpStatus.BAD_REQUEST, "'arguments': " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot be written", e);
    }
  }

  private static String closed(Approval approval) {
    return "A%d is %s%s%s"
        .formatted(
            approval.number(),
            approval.state(),
            approval.by() == null ? "" : " by " + approval.by(),
            approval.decided() == null ? "" : " since " + approval.decided());
  }
}
