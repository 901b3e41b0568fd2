package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Info;
import com.millyweb.hub.service.docker.EngineEvents.Told;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an engine, over restarts of it and of the hub: what it says since the last that is
 * stored, and before that the ends of containers that it has forgotten to say. What the route does
 * not store ends the stream, and comes again with the next one.
 */
final class EngineConsumer extends DefaultConsumer {
  private static final Logger log = LoggerFactory.getLogger(EngineConsumer.class);
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration STOP = Duration.ofSeconds(5);

  /** What the engine counts the times of its events in, where it is asked for them. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * Long enough to see again that somebody stopped a container, which explains its end. An event
   * that comes twice is stored once, because of its key.
   */
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  private final DockerEngine engine;
  private final DockerStore store;
  private final int logLines;
  private final EngineState state;
  private volatile CountDownLatch stopped = new CountDownLatch(0);
  private volatile @Nullable Closeable stream;
  private @Nullable Thread thread;

  EngineConsumer(
      EngineInbound endpoint,
      Processor route,
      DockerEngine engine,
      DockerStore store,
      int logLines,
      EngineState state) {
    super(endpoint, route);
    this.engine = engine;
    this.store = store;
    this.logLines = logLines;
    this.state = state;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopped = new CountDownLatch(1);
    state.whenLost(this::closeStream);
    var following = new Thread(this::follow, "docker-events");
    following.setDaemon(true);
    following.start();
    thread = following;
  }

  @Override
  protected void doStop() throws Exception {
    stopped.countDown();
    closeStream();
    if (thread != null) {
      thread.interrupt();
      thread.join(STOP.toMillis());
    }
    super.doStop();
  }

  private void closeStream() {
    Closeable open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        log.debug("The stream of events did not close", e);
      }
    }
  }

  private void follow() {
    Duration pause = FIRST;
    while (stopped.getCount() > 0) {
      try {
        if (once()) {
          pause = FIRST;
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        pause = state.trouble() == null ? FIRST : pause;
        String reason = Container.reason(e);
        if (!reason.equals(state.trouble()) && stopped.getCount() > 0) {
          log.warn("The Docker engine's events do not come in: {}", reason);
        }
        state.set(reason);
      }
      try {
        if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
  }

  /**
   * First what the engine still has of the time since the last event that is stored, then the ends
   * that it has forgotten, then what happens from now on. Returns whether events came in until the
   * stream ended.
   */
  private boolean once() throws Exception {
    if (!engine.isOn()) {
      // a machine without Docker; one that gets it later is watched from then on
      state.set(EngineState.NEW);
      return false;
    }
    DockerClient client = engine.client();
    Info info = client.infoCmd().exec();
    String id = String.valueOf(info.getId());
    Instant now = engineTime(info);
    var endings = new Endings(id, client, store, logLines);
    var events = new EngineEvents(id, client, endings);
    Instant seen = store.seen(id);
    if (seen == null) {
      store.saw(id, now);
    } else {
      Instant until = now.truncatedTo(ChronoUnit.SECONDS);
      await(open(id, events, seen, seen.minus(OVERLAP), until));
      if (missed(id, endings, client, seen, until)) {
        // an engine that has just started found them ended, and will not tell
        if (stopped.await(SECOND.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        until = until.plus(SECOND);
        await(open(id, events, seen, seen.minus(OVERLAP), until));
        missed(id, endings, client, seen, until);
      }
      log.debug("What the engine says since {} is stored", seen);
    }
    Following following = open(id, events, seen == null ? now : seen, now.minus(OVERLAP), null);
    if (state.trouble() != null) {
      log.info("The Docker engine's events come in");
    }
    state.set(null);
    await(following);
    state.set("the engine ended the stream of events");
    return true;
  }

  /**
   * @param told up to when everything is stored; earlier events are remembered, not stored again
   */
  private Following open(
      String id, EngineEvents events, Instant told, Instant since, @Nullable Instant until) {
    var following = new Following(id, events, told);
    stream = following;
    var command = engine.events().eventsCmd().withSince(String.valueOf(since.getEpochSecond()));
    if (until != null) {
      command.withUntil(String.valueOf(until.getEpochSecond()));
    }
    command.exec(following);
    return following;
  }

  private static void await(Following following) throws Exception {
    following.awaitCompletion();
    Exception failure = following.failure;
    if (failure != null) {
      throw failure;
    }
  }

  /** Its clock may differ from the hub's. */
  private static Instant engineTime(Info info) {
    String time = info.getSystemTime();
    try {
      return time == null ? Instant.now() : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }

  /**
   * @param until the beginning of a second, up to which the engine's events are stored
   * @return whether a container ended after that: the events of that second are not all there yet
   */
  private boolean missed(
      String id, Endings endings, DockerClient client, Instant since, Instant until)
      throws Exception {
    boolean later = false;
    for (var listed : client.listContainersCmd().withShowAll(true).exec()) {
      Container container = Container.find(client, listed.getId());
      if (container == null) {
        continue;
      }
      Instant end = container.finishedAt();
      later |= end != null && !end.isBefore(until);
      Told told = endings.missed(container, since, until);
      if (told != null) {
        give(id, told);
      }
    }
    return later;
  }

  private void give(String id, Told told) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(told.event());
      createUoW(exchange);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
    Endings.End end = told.end();
    if (end != null) {
      store.died(id, end.container(), end.name(), end.at());
    }
  }

  /** Hands over what the engine says, one after the other. */
  private final class Following extends ResultCallback.Adapter<Event> {
    private final String id;
    private final EngineEvents events;
    private final Instant before;
    private volatile @Nullable Exception failure;

    Following(String id, EngineEvents events, Instant before) {
      this.id = id;
      this.events = events;
      this.before = before;
    }

    @Override
    public void onNext(Event event) {
      if (failure != null || stopped.getCount() == 0) {
        return;
      }
      try {
        events.remember(event);
        Told told = EngineEvents.time(event).isBefore(before) ? null : events.read(event);
        if (told != null) {
          give(id, told);
          store.saw(id, EngineEvents.time(event));
        }
      } catch (Exception e) {
        failure = e;
        onError(e);
      }
    }

    @Override
    public void onError(Throwable cause) {
      if (failure == null && cause instanceof Exception e) {
        failure = e;
      }
      super.onError(cause);
    }
  }
}
