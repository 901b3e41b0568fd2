package com.millyweb.hub.notify.decision;

import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.notify.ChatMedium;
import com.millyweb.hub.notify.Notice;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells the one who pressed, and the audit, what came of a press. */
@Component
final class PressAnswers {
  private static final Logger log = LoggerFactory.getLogger(PressAnswers.class);
  private static final String ACTION = "notice.action";

  private final ChatMedia media;
  private final AuditTrail audit;
  private final PressWords words;

  PressAnswers(ChatMedia media, AuditTrail audit, PressWords words) {
    this.media = media;
    this.audit = audit;
    this.words = words;
  }

  void done(ButtonPress press, NoticeButton button, Notice.Action action, String by) {
    audit.record(
        by,
        ACTION,
        button.noticeId().toString(),
        null,
        "ok",
        Map.of("action", action.text(), "via", via(press, button)));
    tell(press, words.done(action), false);
  }

  /**
   * @param button null when it is not known
   */
  void refused(ButtonPress press, @Nullable NoticeButton button, String why) {
    audit.record(
        "%s:%s".formatted(via(press, button), press.author().id()),
        ACTION,
        button == null ? null : button.noticeId().toString(),
        null,
        "refused",
        Map.of("why", why));
    tell(press, why, true);
  }

  /** The medium that the button was in, also where a link stands for it. */
  static String via(ButtonPress press, @Nullable NoticeButton button) {
    boolean link = press.medium().equals(ButtonPress.LINK);
    return link && button != null && button.target() != null
        ? button.target().medium()
        : press.medium();
  }

  private void tell(ButtonPress press, String text, boolean refused) {
    ChatMedium medium = media.find(press.medium()).orElse(null);
    if (medium == null) {
      return;
    }
    try {
      medium.tell(Press.of(press), text, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // the decision stands without it
      log.warn("Who pressed a button in {} was not told: {}", press.conversation(), e.getMessage());
    }
  }
}
