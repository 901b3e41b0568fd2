package com.millyweb.hub.route;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.wording.HubWords;
import com.millyweb.hub.route.Verdict.Outcome;
import com.millyweb.hub.route.check.Problem;
import java.util.Map;
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
  private final HubWords words;

  VerdictNotices(Notices notices, HubWords words) {
    this.notices = notices;
    this.words = words;
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

  private @Nullable Notice notice(Verdict verdict) {
    if (verdict.outcome() == Outcome.REFUSED || verdict.outcome() == Outcome.QUARANTINED) {
      return words.notice(
          CHANNEL,
          HubWords.ROUTE_REFUSED,
          Map.of(
              "file",
              verdict.file(),
              "verdict",
              verdict.outcome() == Outcome.REFUSED ? "refused" : "quarantined",
              "runs",
              verdict.runs(),
              "problems",
              verdict.problems().stream().limit(MAX_PROBLEMS).map(Problem::toString).toList()));
    }
    if (!verdict.recovered()) {
      return null;
    }
    String now =
        switch (verdict.outcome()) {
          case APPLIED -> "applied";
          case SWITCHED_OFF -> "off";
          default -> "gone";
        };
    return words.notice(
        CHANNEL, HubWords.ROUTE_MENDED, Map.of("file", verdict.file(), "verdict", now));
  }
}
