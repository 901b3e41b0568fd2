package com.millyweb.hub.tool;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.Durations;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.text.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of the tools that tell people something, now or later. */
@RouteBean
@Component("tellingPeople")
public class TellingPeople {
  private static final int LONGEST = 8000;
  private static final Duration FURTHEST = Duration.ofDays(366);

  private final Channels channels;
  private final Clock clock;

  TellingPeople(Channels channels, Clock clock) {
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * The body of a notice.
   *
   * @param body {@code channel}, {@code text}, {@code title} and {@code severity}
   * @throws IllegalArgumentException when there is no such channel
   */
  public Map<String, Object> notice(Map<String, @Nullable Object> body) {
    channel(body);
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("text", text(body));
    for (String part : List.of("title", "severity")) {
      Object value = body.get(part);
      if (value != null) {
        notice.put(part, value);
      }
    }
    return notice;
  }

  /**
   * The data of {@code reminder.due}, with when it is due.
   *
   * @param body {@code text}, {@code channel}, and {@code at} or {@code in}
   * @throws IllegalArgumentException when there is no such channel, or no such time to come
   */
  public Map<String, Object> reminder(Map<String, @Nullable Object> body) {
    String channel = channel(body);
    String text = text(body);
    Instant due = due(body.get("at"), body.get("in"));
    Map<String, Object> reminder = new LinkedHashMap<>();
    reminder.put("key", Digest.sha256Hex(channel + "\n" + due + "\n" + text).substring(0, 16));
    reminder.put("at", due.toString());
    reminder.put("channel", channel);
    reminder.put("text", text);
    return reminder;
  }

  private Instant due(@Nullable Object at, @Nullable Object in) {
    if ((at == null) == (in == null)) {
      throw new IllegalArgumentException(
          "Either 'at' or 'in' must be given: a time such as 2030-01-31T08:00:00+01:00, or how long from now, such as 2h");
    }
    Instant now = clock.instant();
    Instant due =
        in == null
            ? moment(String.valueOf(at))
            : now.plus(Durations.parse(in.toString())).truncatedTo(ChronoUnit.SECONDS);
    if (due.isBefore(now.truncatedTo(ChronoUnit.SECONDS)) || due.isAfter(now.plus(FURTHEST))) {
      throw new IllegalArgumentException(
          "A reminder must be due within the next 366 days, was: '%s'; now it is %s"
              .formatted(due, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    return due;
  }

  private static Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "at must be a time with offset, such as 2030-01-31T08:00:00+01:00, was: '%s'"
              .formatted(text),
          e);
    }
  }

  private String channel(Map<String, @Nullable Object> body) {
    Object given = body.get("channel");
    String channel = given == null ? Channels.OPS : given.toString();
    if (!channels.names().contains(channel)) {
      String meant = Nearest.to(channel, channels.names());
      throw new IllegalArgumentException(
          "There is no channel '%s'%s; there are %s"
              .formatted(
                  channel,
                  meant == null ? "" : " (did you mean '%s'?)".formatted(meant),
                  String.join(", ", channels.names())));
    }
    return channel;
  }

  private static String text(Map<String, @Nullable Object> body) {
    String text = String.valueOf(body.get("text")).strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "text must have 1 to %,d characters, has %,d".formatted(LONGEST, text.length()));
    }
    return text;
  }
}
