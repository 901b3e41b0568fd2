package com.millyweb.hub.ingress.state;

import com.millyweb.hub.ingress.Envelope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers the changes of things that a source tells the state of. */
public interface Changes {

  /**
   * What a request says of a thing.
   *
   * @param status a word, such as {@code firing}
   * @param trouble whether the status is one that people are told of anew
   * @param since when it began, as far as the sender says so
   */
  record Heard(String thing, String status, boolean trouble, @Nullable Instant since) {}

  /**
   * @param number the same for a request that is sent again, another for each change; {@link
   *     #FIRST} for the first that is known of the thing
   * @param occasion the number of the change, or repetition, that last told of trouble
   * @param repeated whether nothing changed and the sender wants it told again
   * @param since when it began, as it was said with this change
   */
  record Change(long number, long occasion, boolean repeated, @Nullable Instant since) {
    static final long FIRST = 0;

    /** A key of the thing in this state, as the key of this very change. */
    public String key(String state) {
      return number == FIRST ? state : Envelope.key(state, "#" + number);
    }
  }

  /**
   * Numbers what one request says.
   *
   * @param group who sends these things together and repeats them together, as long as they do not
   *     change; null for a sender that repeats nothing
   * @return one for each that was heard, in order
   * @throws com.millyweb.hub.event.EventLogUnavailable when the database does not answer
   */
  List<Change> of(String source, @Nullable String group, List<Heard> heard);
}
