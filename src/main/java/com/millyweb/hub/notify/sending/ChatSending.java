package com.millyweb.hub.notify.sending;

import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.ConversationContext;
import com.millyweb.hub.notify.ConversationContext.Asked;
import com.millyweb.hub.notify.NoticeDelivery;
import com.millyweb.hub.notify.decision.Buttons;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a medium is built with that people answer in. */
@Component
public record ChatSending(
    MediumClients clients,
    PartSender sender,
    SendLedger ledger,
    Buttons buttons,
    ConversationContext conversations) {

  /**
   * What a delivery answers, while what came with it for an answer is good; empty for a notice that
   * was not asked for.
   *
   * @param lives how long that is good
   */
  public Optional<Asked> asked(NoticeDelivery delivery, Instant now, Duration lives) {
    return delivery.target().channel().equals(Channels.REPLY)
        ? conversations.of(delivery.notice()).filter(asked -> now.isBefore(asked.at().plus(lives)))
        : Optional.empty();
  }
}
