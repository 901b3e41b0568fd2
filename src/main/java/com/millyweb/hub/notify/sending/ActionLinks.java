package com.millyweb.hub.notify.sending;

import com.millyweb.hub.config.PublicUrlProperties;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.NoticeLinks;
import org.springframework.stereotype.Component;

/** The links of a notice for media that have no buttons. */
@Component
public final class ActionLinks {
  private final Buttons buttons;
  private final PublicUrlProperties publicUrl;

  public ActionLinks(Buttons buttons, PublicUrlProperties publicUrl) {
    this.buttons = buttons;
    this.publicUrl = publicUrl;
  }

  public NoticeLinks of(NoticeDelivery delivery) {
    return NoticeLinks.of(delivery.notice(), buttons.of(delivery), publicUrl);
  }
}
