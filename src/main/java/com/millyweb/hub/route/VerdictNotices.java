package com.millyweb.hub.route;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.Problem;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells the channel ops when a route file is refused, and when it is good again. */
@Component
final class VerdictNotices {
  private static final Logger log = LoggerFactory.getLogger(VerdictNotices.class);
  private static final String CHANNEL = "ops";
  private static final int MAX_PROBLEMS = 10;

  private final Notices notices;

  VerdictNotices(Notices notices) {
    this.notices = notices;
  }

  void decided(Verdict verdict) {
    Notice notice = notice(verdict);
    if (notice == null) {
      return;
    }
    // one notice a file: what is good again edits what was refused
    notices
        .publish(notice.withKey("route/" + verdict.file()))
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                log.warn(
                    "The notice on {} was not stored: {}", verdict.file(), failure.getMessage());
              }
            });
  }

  private static @Nullable Notice notice(Verdict verdict) {
    if (verdict.outcome() == Outcome.REFUSED || verdict.outcome() == Outcome.QUARANTINED) {
      boolean refused = verdict.outcome() == Outcome.REFUSED;
      String then =
          !verdict.runs()
              ? "it does not run"
              : refused ? "the version before it runs on" : "its last good version runs";
      String problems =
          verdict.problems().stream()
              .limit(MAX_PROBLEMS)
              .map(Problem::toString)
              .collect(Collectors.joining("\n", "```\n", "\n```"));
      return Notice.of(
          CHANNEL,
          Severity.error,
          "%s is %s; %s".formatted(verdict.file(), refused ? "refused" : "quarantined", then),
          problems,
          verdict.at());
    }
    if (!verdict.recovered()) {
      return null;
    }
    String what =
        switch (verdict.outcome()) {
          case APPLIED -> "is good again and runs";
          case SWITCHED_OFF -> "is switched off";
          default -> "is gone";
        };
    return Notice.of(
        CHANNEL, Severity.success, "%s %s".formatted(verdict.file(), what), "", verdict.at());
  }
}
