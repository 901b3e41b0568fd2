package com.millyweb.hub.notify.decision;

import com.millyweb.hub.notify.TargetId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The button of a notice that a press means.
 *
 * @param target that the button was sent to; null when the hub's own API names the notice
 * @param action its index among those of the notice
 */
record NoticeButton(UUID noticeId, @Nullable TargetId target, int action) {
  boolean isIn(String medium) {
    return target != null && target.medium().equals(medium);
  }
}
