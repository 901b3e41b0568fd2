package com.millyweb.hub.workbench.api.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.workbench.access.Caller;
import com.millyweb.hub.workbench.access.ContentRule;
import com.millyweb.hub.workbench.api.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams of what runs do. Everything in them comes from the journal, so that a stream that broke
 * goes on where it was, whichever hub runs the run; signals only say that it is worth a look now. A
 * stream has a thread while there is something to write, and none while it waits; a reader that is
 * slow holds up its own stream alone.
 */
@Component
class RunStreams implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(RunStreams.class);

  private static final int MOST_OF_A_CALLER = 16;
  private static final int MOST = 256;

  /** Another hub may run the run, which sends no signal here. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /** A reader that is so far behind loses pieces of text; the step has the whole of it. */
  private static final int MOST_PIECES = 20_000;

  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

  private final Runs runs;
  private final RunSignals signals;
  private final ContentRule contents;
  private final ObjectMapper json;
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> ofCaller = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor writers =
      new ThreadPoolExecutor(
          0, MOST, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), RunStreams::thread);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(RunStreams::thread);
  private volatile boolean stopped;

  RunStreams(Runs runs, RunSignals signals, ContentRule contents, ObjectMapper json) {
    this.runs = runs;
    this.signals = signals;
    this.contents = contents;
    this.json = json;
    clock.scheduleWithFixedDelay(
        () -> open.forEach(Stream::changed),
        LOOK.toMillis(),
        LOOK.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a stream.
   *
   * @param after only what changed after this revision
   * @throws Refusal when the caller has too many
   */
  SseEmitter open(UUID run, long after, Caller caller) {
    if (stopped) {
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The hub stops");
    }
    int own = ofCaller.merge(caller.name(), 1, Integer::sum);
    if (own > MOST_OF_A_CALLER || open.size() >= MOST) {
      release(caller);
      throw new Refusal(
          HttpStatus.TOO_MANY_REQUESTS,
          own > MOST_OF_A_CALLER
              ? "'%s' watches %d runs already, which is the most"
                  .formatted(caller.name(), MOST_OF_A_CALLER)
              : "%d runs are watched already, which is the most".formatted(MOST));
    }
    var stream = new Stream(run, after, caller);
    open.add(stream);
    stream.begin();
    return stream.emitter;
  }

  private void release(Caller caller) {
    ofCaller.computeIfPresent(caller.name(), (name, count) -> count == 1 ? null : count - 1);
  }

  /** A piece of the model's answer; null where it begins from the start. */
  private record Piece(@Nullable String text) {}

  private final class Stream implements RunSignals.Watcher {
    private final UUID run;
    private final Caller caller;
    private final SseEmitter emitter = new SseEmitter(0L);
    private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean look;
    private volatile boolean closed;
    private RunSignals.@Nullable Watch watch;
    private long after;
    private long told = -1;
    private long written = System.nanoTime();

    Stream(UUID run, long after, Caller caller) {
      this.run = run;
      this.after = after;
      this.caller = caller;
    }

    void begin() {
      watch = signals.watch(run, this);
      emitter.onCompletion(this::close);
      emitter.onTimeout(this::close);
      emitter.onError(any -> close());
      changed();
    }

    @Override
    public void text(int turn, String part) {
      if (!ContentRule.isMaskedFor(caller) && waiting.incrementAndGet() <= MOST_PIECES) {
        pieces.add(new Piece(part));
        wake();
      }
    }

    @Override
    public void again() {
      waiting.incrementAndGet();
      pieces.add(new Piece(null));
      wake();
    }

    @Override
    public void changed() {
      look = true;
      wake();
    }

    /** One thread at a time writes; what is wanted meanwhile it does as well. */
    private void wake() {
      if (!closed && wanted.getAndIncrement() == 0) {
        try {
          writers.execute(this::work);
        } catch (RejectedExecutionException e) {
          // looked at again within a second
          wanted.set(0);
        }
      }
    }

    private void work() {
      int seen;
      do {
        seen = wanted.get();
        try {
          write();
        } catch (IOException | IllegalStateException e) {
          log.debug("Nobody watches run {} any more", run, e);
          close();
          return;
        } catch (DataAccessException | TransactionException e) {
          log.debug("Run {} cannot be read now", run, e);
        } catch (RuntimeException e) {
          log.warn("Run {} cannot be watched any more", run, e);
          emitter.completeWithError(e);
          close();
          return;
        }
      } while (!wanted.compareAndSet(seen, 0));
    }

    private void write() throws IOException {
      if (closed) {
        return;
      }
      texts();
      if (look) {
        look = false;
        rows();
      }
      if (!closed && System.nanoTime() - written > KEEP_ALIVE.toNanos()) {
        send(SseEmitter.event().comment("still here"));
      }
    }

    private void texts() throws IOException {
      var text = new StringBuilder();
      for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
        waiting.decrementAndGet();
        if (piece.text() != null) {
          text.append(piece.text());
        } else {
          text.setLength(0);
          send(event("again", null, Map.of()));
        }
      }
      if (!text.isEmpty()) {
        send(event("text", null, Map.of("text", Redaction.instance().redact(text.toString()))));
      }
    }

    private void rows() throws IOException {
      RunRow now = runs.find(run).orElse(null);
      if (now == null) {
        emitter.complete();
        close();
        return;
      }
      if (now.revision() > after || now.revision() != told) {
        // the run was read first: all steps up to its revision are there
        List<StepRow> steps = new ArrayList<>(runs.changed(run, after));
        steps.sort(Comparator.comparingLong(StepRow::revision).thenComparingInt(StepRow::seq));
        for (int i = 0; i < steps.size(); i++) {
          StepRow step = steps.get(i);
          boolean last = i + 1 == steps.size() || steps.get(i + 1).revision() > step.revision();
          // those that changed together are told together, or again
          send(event("step", last ? step.revision() : null, StepView.of(step)));
          after = Math.max(after, step.revision());
        }
        after = Math.max(after, now.revision());
        told = now.revision();
        send(event("run", after, RunView.of(now)));
      }
      if (!now.isActive()) {
        send(event("ended", null, Map.of("state", RunState.of(now.state()))));
        emitter.complete();
        close();
      }
    }

    private SseEmitter.SseEventBuilder event(String name, @Nullable Long id, Object data) {
      try {
        SseEmitter.SseEventBuilder event = SseEmitter.event().name(name);
        if (id != null) {
          event.id(id.toString());
        }
        return event.data(json.writeValueAsString(contents.shown(data, caller)), TEXT);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("JSON cannot be written", e);
      }
    }

    private void send(SseEmitter.SseEventBuilder event) throws IOException {
      emitter.send(event);
      written = System.nanoTime();
    }

    private synchronized void close() {
      if (!closed) {
        closed = true;
        open.remove(this);
        release(caller);
        if (watch != null) {
          watch.close();
        }
      }
    }

    void end() {
      emitter.complete();
      close();
    }
  }

  /** A stream would hold up the stop of the server. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    stopped = true;
    clock.shutdownNow();
    open.forEach(Stream::end);
  }

  @Override
  public void destroy() {
    end();
    writers.shutdownNow();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "run-stream");
    thread.setDaemon(true);
    return thread;
  }
}
