package com.millyweb.hub.ingress;

import com.millyweb.hub.event.NewEvent;
import java.util.List;

/**
 * What a kind of door ends with when its sender wants more than the usual answer.
 *
 * @param events to be stored before the answer; may be none
 */
record Reply(List<NewEvent> events, Answer answer) {

  /** Stores nothing. */
  static Reply only(Answer answer) {
    return new Reply(List.of(), answer);
  }
}
