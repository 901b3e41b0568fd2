package com.millyweb.hub.notify.holding;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.millyweb.hub.event.NewEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notice that was to be taken back.
 *
 * @param takenBack how many targets never get it
 * @param sent how many targets have it, or were being told already
 * @param reason who took it back; null when nobody did
 * @param edits what is told where the notice was announced
 */
public record Undone(
    UUID notice,
    int takenBack,
    int sent,
    @Nullable String reason,
    @JsonIgnore List<NewEvent> edits) {
  static final String REASON = "undone by ";

  /** Whether this person took it back, now or before. */
  public boolean isBy(String person) {
    return (REASON + person).equals(reason);
  }

  /** Who took it back; empty when nobody did. */
  public String by() {
    return reason == null ? "" : by(reason);
  }

  static String by(String reason) {
    return reason.startsWith(REASON) ? reason.substring(REASON.length()) : reason;
  }
}
