package com.millyweb.hub.ingress;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What sources were refused since the hub started, and an event to try what follows from one. */
@Component
public class SourceStatus {
  private final ConcurrentMap<String, Refusals> refusals = new ConcurrentHashMap<>();
  private final Sources sources;
  private final EventLog log;
  private final Clock clock;

  SourceStatus(Sources sources, EventLog log, Clock clock) {
    this.sources = sources;
    this.log = log;
    this.clock = clock;
  }

  /**
   * @param count since the hub started
   * @param lastReason of the newest refusal, as metrics call it
   * @param lastDetail what the log said of it; never a part of the request
   */
  public record Refusals(long count, Instant lastAt, String lastReason, String lastDetail) {}

  /** Empty when nothing was refused. */
  public Optional<Refusals> refusals(String source) {
    return Optional.ofNullable(refusals.get(source));
  }

  /**
   * Stores {@code <source>.test}, as if the source had sent it.
   *
   * @return the event; empty when there is no such source
   */
  public Optional<Appended> test(String source, String by) {
    if (!sources.contains(source)) {
      return Optional.empty();
    }
    byte[] data =
        "{\"test\":true,\"by\":\"%s\"}"
            .formatted(by.replaceAll("[^A-Za-z0-9._ -]", "?"))
            .getBytes(StandardCharsets.UTF_8);
    return Optional.of(
        log.appendNow(NewEvent.json(source + ".test", source, data), EventLog.PATIENCE));
  }

  void refused(@Nullable Source source, Refused refused) {
    if (source != null) {
      refusals.merge(
          source.name(),
          new Refusals(
              1, clock.instant(), refused.reason().label(), String.valueOf(refused.getMessage())),
          (before, now) ->
              new Refusals(before.count() + 1, now.lastAt(), now.lastReason(), now.lastDetail()));
    }
  }
}
