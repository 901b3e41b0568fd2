package com.millyweb.hub.event.trace;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.Sql;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes traces beside the flows. What the database does not take in time is dropped. */
public final class TraceWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TraceWriter.class);
  static final int MOST_WAITING = 256;
  private static final int BATCH = 64;
  private static final int STOP_MILLIS = 3000;
  private static final String KEEP = Sql.read("event/trace/keep");
  static final ObjectMapper JSON = new ObjectMapper();
  static final TypeReference<List<TraceStep>> STEPS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Thread thread;

  // guarded by this
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean closed;
  private boolean troubled;

  /**
   * @param steps as JSON
   */
  private record Waiting(Trace trace, String steps) {}

  public TraceWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.thread = new Thread(this::write, "hub-trace");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes it, or drops it: the fuller the queue is, the more remarkable it must be. */
  synchronized boolean offer(Trace trace, String steps) {
    if (closed || waiting.size() >= trace.kept().share(MOST_WAITING)) {
      return false;
    }
    waiting.add(new Waiting(trace, steps));
    notifyAll();
    return true;
  }

  private void write() {
    while (true) {
      List<Waiting> batch = next();
      if (batch == null) {
        return;
      }
      try {
        keep(batch);
        troubled = false;
      } catch (DataAccessException e) {
        if (!troubled) {
          log.warn("Traces are not written and are dropped: {}", e.getMessage());
        }
        troubled = true;
      } catch (RuntimeException e) {
        log.error("Unhandled exception. Will keep running.", e);
      }
    }
  }

  private synchronized @Nullable List<Waiting> next() {
    try {
      while (waiting.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      return null;
    }
    List<Waiting> batch = new ArrayList<>();
    while (!waiting.isEmpty() && batch.size() < BATCH) {
      batch.add(waiting.remove());
    }
    return batch.isEmpty() ? null : batch;
  }

  private void keep(List<Waiting> batch) {
    List<Trace> traces = batch.stream().map(Waiting::trace).toList();
    jdbc.sql(KEEP)
        .param("delivery", traces.stream().map(Trace::delivery).toArray(Long[]::new))
        .param("event", traces.stream().map(Trace::event).toArray(UUID[]::new))
        .param("claim", traces.stream().map(Trace::claim).toArray(Integer[]::new))
        .param("route", traces.stream().map(Trace::route).toArray(String[]::new))
        .param("kept", traces.stream().map(trace -> trace.kept().name()).toArray(String[]::new))
        .param(
            "startedAt",
            traces.stream().map(trace -> trace.startedAt().toString()).toArray(String[]::new))
        .param("took", traces.stream().map(Trace::tookMicros).toArray(Long[]::new))
        .param("file", traces.stream().map(Trace::file).toArray(String[]::new))
        .param("version", traces.stream().map(Trace::version).toArray(String[]::new))
        .param("omitted", traces.stream().map(Trace::omitted).toArray(Integer[]::new))
        .param("steps", batch.stream().map(Waiting::steps).toArray(String[]::new))
        .update();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
