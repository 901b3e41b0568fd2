package com.millyweb.hub.notify;

import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where Java sends notices. */
@Component
public class Notices {
  private static final String SOURCE = "hub";

  private final Channels channels;
  private final EventLog log;

  Notices(Channels channels, EventLog log) {
    this.channels = channels;
    this.log = log;
  }

  /**
   * Sends a notice to every target of its channel, or to none.
   *
   * @return completed when the log has it
   * @throws IllegalArgumentException when there is no such channel
   */
  public CompletableFuture<Void> publish(Notice notice) {
    return publish(notice, channels.targets(notice.channel()));
  }

  /** Sends a notice to these targets, or to none. */
  public CompletableFuture<Void> publish(Notice notice, List<Target> targets) {
    return targets.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : log.append(events(notice, targets, null)).thenAccept(appended -> {});
  }

  public static List<NewEvent> events(
      Notice asked, List<Target> targets, @Nullable String traceparent) {
    Notice notice = asked.withKeyForActions();
    return targets.stream()
        .map(
            target ->
                NewEvent.json("notify." + target.medium(), SOURCE, NoticeJson.write(notice, target))
                    .withSubject(target.id())
                    .withTime(notice.time())
                    .withTraceparent(traceparent))
        .toList();
  }
}
