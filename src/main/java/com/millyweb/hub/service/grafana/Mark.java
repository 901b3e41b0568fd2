package com.millyweb.hub.service.grafana;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event that something was made for, as it stands there: neither API has an idempotency key, so
 * a second attempt looks for what the first one made.
 *
 * @param event its id; empty where there is none
 */
record Mark(String event) {
  private static final Pattern IN_TEXT = Pattern.compile("\\[hub(?: ([^\\[\\]]+))?]$");

  /** At the end of a comment. */
  String after(String comment) {
    return "%s [hub%s]".formatted(comment.strip(), isAny() ? " " + event : "");
  }

  /** As a tag of an annotation. */
  String tag() {
    return "hub:" + event;
  }

  boolean isAny() {
    return !event.isEmpty();
  }

  boolean isIn(String comment) {
    Matcher mark = IN_TEXT.matcher(comment);
    return isAny() && mark.find() && event.equals(mark.group(1));
  }

  /** Whether the comment is of an event that came after this one: ids of events sort by time. */
  boolean isOlderThan(String comment) {
    Matcher mark = IN_TEXT.matcher(comment);
    return isAny() && mark.find() && mark.group(1) != null && event.compareTo(mark.group(1)) < 0;
  }

  /** Whether the hub wrote the comment, for whatever event. */
  static boolean isOfTheHub(String comment) {
    return IN_TEXT.matcher(comment).find();
  }
}
