package com.millyweb.hub.notify.decision;

import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Notices;
import com.millyweb.hub.notify.Target;
import com.millyweb.hub.notify.decision.Decisions.Decision;
import com.millyweb.hub.notify.wording.HubWords;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Edits a notice that was decided: its buttons go, and who decided what stands there in words. */
@Component
final class DecidedNotices {
  private static final Logger log = LoggerFactory.getLogger(DecidedNotices.class);

  /** Of a longer text a medium may show the beginning only: the decision stands there. */
  private static final int LONG_TEXT = 4_000;

  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");

  private final Channels channels;
  private final HubWords words;
  private final Clock clock;

  DecidedNotices(Channels channels, HubWords words, Clock clock) {
    this.channels = channels;
    this.words = words;
    this.clock = clock;
  }

  /** The updates of the notice, one for each target. */
  List<NewEvent> updates(Decision decision, Notice.Action action, String by) {
    Notice notice = decision.notice();
    String line =
        words.text(
            HubWords.DECIDED,
            Map.of(
                "action",
                action.text(),
                "by",
                by,
                "time",
                HOUR.format(clock.instant().atOffset(ZoneOffset.UTC))));
    Notice shown =
        notice
            .withId(Notice.newId())
            .withActions(notice.actions().stream().filter(a -> a.url() != null).toList())
            .withText(withDecision(notice.text(), line));
    try {
      return Notices.events(shown, targets(decision), null);
    } catch (IllegalArgumentException e) {
      log.warn("Notice {} is decided and not edited: {}", notice.id(), e.getMessage());
      return List.of();
    }
  }

  private static String withDecision(String text, String line) {
    if (text.isBlank()) {
      return line;
    }
    if (text.length() <= LONG_TEXT) {
      return text + "\n\n" + line;
    }
    String all = line + "\n\n" + text;
    return all.length() <= Notice.MAX_TEXT ? all : all.substring(0, Notice.MAX_TEXT);
  }

  private List<Target> targets(Decision decision) {
    String channel = decision.notice().channel();
    return channel.equals(Channels.REPLY)
        ? Optional.ofNullable(channels.target(decision.target())).stream().toList()
        : channels.targets(channel);
  }
}
