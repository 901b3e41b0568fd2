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
    return log.append(events(notice, channels.targets(notice.channel()), null))
        .thenAccept(appended -> {});
  }

  static List<NewEvent> events(Notice notice, List<Target> targets, @Nullable String traceparent) {
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
