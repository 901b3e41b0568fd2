package com.millyweb.hub.notify.decision;

import com.millyweb.hub.chat.ButtonPress;
import com.millyweb.hub.chat.ButtonToken;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the button that a press means. A token is good for the medium that it was made for. */
@Component
final class PressedButtons {
  private final Buttons buttons;
  private final ChatMedia media;

  PressedButtons(Buttons buttons, ChatMedia media) {
    this.buttons = buttons;
    this.media = media;
  }

  Optional<NoticeButton> find(ButtonPress press) {
    if (press.ofHub() && press.notice() != null) {
      int action = Objects.requireNonNullElse(press.index(), 0);
      return Optional.of(new NoticeButton(press.notice(), null, action));
    }
    return press.medium().equals(ButtonPress.LINK)
        ? behindLink(press.token())
        : buttons.find(press.token()).filter(button -> button.isIn(press.medium()));
  }

  /** The button that a link stands for. The token of a button in a chat is none of a link. */
  Optional<NoticeButton> behindLink(ButtonToken token) {
    return behindLink(token.hash());
  }

  private Optional<NoticeButton> behindLink(String hash) {
    return buttons
        .find(hash)
        .filter(button -> button.target() != null && !media.contains(button.target().medium()));
  }
}
