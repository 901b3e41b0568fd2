package com.millyweb.hub.notify;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.Decisions;
import com.millyweb.hub.notify.sending.SendLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets go of notices that nobody will look for. */
@RouteBean
@Component
public class NoticeRetention {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeRetention.class);

  private final Inbox inbox;
  private final SendLedger book;
  private final Decisions decisions;
  private final Buttons buttons;
  private final Duration keep;
  private final Clock clock;

  NoticeRetention(
      Inbox inbox,
      SendLedger book,
      Decisions decisions,
      Buttons buttons,
      NotifyProperties properties,
      Clock clock) {
    this.inbox = inbox;
    this.book = book;
    this.decisions = decisions;
    this.buttons = buttons;
    keep = properties.keep();
    this.clock = clock;
  }

  public void sweep() {
    Instant limit = clock.instant().minus(keep);
    int notices = inbox.deleteBefore(limit);
    int sends = book.deleteBefore(limit);
    decisions.deleteBefore(limit);
    buttons.deleteBefore(limit);
    if (notices + sends > 0) {
      LOG.info("Deleted {} notices and {} sends older than {}", notices, sends, keep);
    }
  }
}
