package com.millyweb.hub.ingress;

import com.millyweb.hub.event.NewEvent;
import java.util.List;

/**
 * What a kind of door ends with when its sender wants more than the usual answer.
 *
 * @param events to be stored before the answer; may be none
 */
public record DoorResult(List<NewEvent> events, Answer answer) {

  /** Stores nothing. */
  public static DoorResult only(Answer answer) {
    return new DoorResult(List.of(), answer);
  }
}
