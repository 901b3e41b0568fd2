package com.millyweb.hub.notify.sending;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.http.AnswerMissing;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.MessageGone;
import com.millyweb.hub.notify.MessageRefused;
import com.millyweb.hub.notify.Messenger;
import com.millyweb.hub.notify.NoticeDelivery;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A notice is a sequence of messages and one delivery: a retry goes on behind the last message that
 * was accepted. A later notice with the same key edits the messages, adds what is missing and takes
 * away what is left over.
 */
@Component
public final class PartSender {
  private static final Logger log = LoggerFactory.getLogger(PartSender.class);

  private final SendLedger book;

  public PartSender(SendLedger book) {
    this.book = book;
  }

  /**
   * @param throttle is asked before every request
   * @param lane the destination whose pace counts
   */
  public <M> Medium.Sent send(
      NoticeDelivery delivery,
      List<M> messages,
      Throttle throttle,
      String lane,
      Messenger<M> messenger)
      throws IOException, InterruptedException {
    List<SendLedger.Earlier> earlier =
        delivery.notice().key() == null || !messenger.edits() ? List.of() : book.earlier(delivery);
    if (earlier.stream().anyMatch(e -> e.noticeId().compareTo(delivery.notice().id()) > 0)) {
      return Medium.Sent.superseded;
    }
    Set<Integer> accepted = book.accepted(delivery);
    for (int part = 0; part < messages.size(); part++) {
      if (!accepted.contains(part)) {
        int index = part;
        JsonNode shown =
            earlier.stream()
                .filter(e -> e.part() == index)
                .map(SendLedger.Earlier::remote)
                .findFirst()
                .orElse(null);
        throttle.await(lane);
        book(
            delivery,
            part,
            () -> put(messenger, index, messages.get(index), shown, throttle, lane));
      }
    }
    for (SendLedger.Earlier left : earlier) {
      if (left.part() >= messages.size()) {
        throttle.await(lane);
        remove(messenger, left);
        book.forget(delivery, left);
      }
    }
    return earlier.isEmpty() ? Medium.Sent.accepted : Medium.Sent.updated;
  }

  /** A notice is never lost for its trimmings: what is refused goes without them. */
  private static <M> @Nullable JsonNode put(
      Messenger<M> messenger,
      int part,
      M message,
      @Nullable JsonNode shown,
      Throttle throttle,
      String lane)
      throws IOException, InterruptedException {
    M next = message;
    while (true) {
      try {
        return put(messenger, part, next, shown);
      } catch (MessageRefused refusal) {
        M barer = messenger.barer(next, refusal);
        if (barer == null) {
          throw refusal;
        }
        log.info("A message goes out with less around it: {}", refusal.getMessage());
        next = barer;
        throttle.await(lane);
      }
    }
  }

  private static <M> @Nullable JsonNode put(
      Messenger<M> messenger, int part, M message, @Nullable JsonNode shown)
      throws IOException, InterruptedException {
    if (shown != null) {
      try {
        return messenger.edit(shown, part, message);
      } catch (MessageGone gone) {
        // somebody deleted it: the notice must be seen all the same
      }
    }
    return messenger.post(part, message);
  }

  private static void remove(Messenger<?> messenger, SendLedger.Earlier left)
      throws IOException, InterruptedException {
    try {
      messenger.delete(left.remote());
    } catch (MessageGone gone) {
      // as wished
    }
  }

  /** Writes the book around a request, so that whatever ends it, the next attempt knows. */
  private void book(NoticeDelivery delivery, int part, Request request)
      throws IOException, InterruptedException {
    if (delivery.target().ambiguous() == OnAmbiguous.stop && book.isUnheard(delivery, part)) {
      String message = "the hub ended before it heard the answer";
      book.unanswered(delivery, part, message);
      throw mayBeTwice(delivery, part, message, null);
    }
    book.begin(delivery, part);
    @Nullable JsonNode remote;
    try {
      remote = request.send();
    } catch (AnswerMissing e) {
      String message = String.valueOf(e.getMessage());
      book.unanswered(delivery, part, message);
      throw mayBeTwice(delivery, part, message, e);
    } catch (PermanentFailure e) {
      book.refused(delivery, part, String.valueOf(e.getMessage()));
      throw e;
    } catch (RetryAfter | IOException e) {
      book.failed(delivery, part, String.valueOf(e.getMessage()));
      throw e;
    }
    book.accepted(delivery, part, remote);
  }

  private static AmbiguousFailure mayBeTwice(
      NoticeDelivery delivery, int part, String why, @Nullable Exception cause) {
    return new AmbiguousFailure(
        "Part %d of notice %s may be in %s twice: %s"
            .formatted(part + 1, delivery.notice().id(), delivery.target().medium(), why),
        cause);
  }

  /** Returns what the medium calls the message, or null where it does not tell. */
  private interface Request {
    @Nullable JsonNode send() throws IOException, InterruptedException;
  }
}
