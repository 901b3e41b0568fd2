package com.millyweb.hub.ingress;

import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.Event;
import com.millyweb.hub.event.endpoint.FlowListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings what a flow returns to the door where its event came in, for sources with {@code respond}.
 * The event is stored first, and the flow's end is committed before its answer is given.
 *
 * <p>A flow may end before the door has heard that its event is stored, so either may come first.
 */
@Component
final class FlowAnswers implements FlowListener {
  private static final int MOST_WAITING = 256;

  /** Answers that no request of this hub waits for are many and go soon. */
  private static final int MOST_UNCLAIMED = 64;

  /** What was not claimed by then is for another hub, or nobody. */
  private static final Duration UNCLAIMED = Duration.ofMillis(50);

  /** Nobody waits for an event that is older, such as one that is replayed. */
  private static final Duration OLDEST = Duration.ofMinutes(2);

  private final Sources sources;
  private final PeerAnswers peers;
  private final Clock clock;
  private final Map<UUID, CompletableFuture<Answer>> answers = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Semaphore unclaimed = new Semaphore(MOST_UNCLAIMED);

  FlowAnswers(Sources sources, PeerAnswers peers, Clock clock) {
    this.sources = sources;
    this.peers = peers;
    this.clock = clock;
  }

  /**
   * The reply to a request whose events are stored.
   *
   * @param stored the usual answer
   */
  Reply reply(Source source, List<Appended> events, Answer stored) {
    boolean one = events.size() == 1 && !events.get(0).duplicate();
    if (!source.properties().respond() || !one || !waiting.tryAcquire()) {
      return stored;
    }
    UUID event = events.get(0).id();
    CompletableFuture<Answer> answer =
        answers.computeIfAbsent(event, id -> new CompletableFuture<>());
    peers.await(event, answer);
    return new AwaitedAnswer(
        stored,
        answer,
        source.properties().respondTimeout(),
        () -> {
          peers.forget(event);
          answers.remove(event);
          waiting.release();
        });
  }

  @Override
  public @Nullable Runnable ended(Event event, Message result) {
    if (!sources.responds(event.source()) || event.at().isBefore(clock.instant().minus(OLDEST))) {
      return null;
    }
    Answer answer = FlowAnswer.of(result);
    return () -> answered(event.id(), answer);
  }

  private void answered(UUID event, Answer answer) {
    CompletableFuture<Answer> awaited = answers.get(event);
    if (awaited != null) {
      awaited.complete(answer);
    } else if (unclaimed.tryAcquire()) {
      var early = answers.computeIfAbsent(event, id -> new CompletableFuture<>());
      early.complete(answer);
      peers.later(() -> unclaimed(event, early, answer), UNCLAIMED);
    }
  }

  private void unclaimed(UUID event, CompletableFuture<Answer> early, Answer answer) {
    unclaimed.release();
    // gone when a request of this hub had it
    if (answers.remove(event, early)) {
      peers.put(event, answer);
    }
  }
}
