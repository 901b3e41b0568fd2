package com.millyweb.hub.ingress;

import com.millyweb.hub.database.Sql;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the answer of a flow that ran in one hub to the hub of the same database that holds the
 * request. The database is asked only while requests have waited for longer than a flow of this hub
 * mostly takes.
 */
@Component
final class PeerAnswers implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(PeerAnswers.class);
  private static final String PUT = Sql.read("ingress/answer-put");
  private static final String TAKE = Sql.read("ingress/answer-take");
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final JdbcClient jdbc;
  private final Map<UUID, CompletableFuture<Answer>> awaited = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1, PeerAnswers::daemon, new ThreadPoolExecutor.DiscardPolicy());

  PeerAnswers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Completes {@code answer} when another hub has it. */
  void await(UUID event, CompletableFuture<Answer> answer) {
    awaited.put(event, answer);
    if (looking.compareAndSet(false, true)) {
      lookLater();
    }
  }

  void forget(UUID event) {
    awaited.remove(event);
  }

  /** Does a work that may wait for the database. */
  void later(Runnable work, Duration delay) {
    thread.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For whichever hub holds the request. */
  void put(UUID event, Answer answer) {
    try {
      jdbc.sql(PUT)
          .param("event", event)
          .param("status", answer.status())
          .param("type", answer.contentType())
          .param("body", answer.body())
          .update();
    } catch (DataAccessException e) {
      log.debug("The answer to {} was not written, its sender is told that it is stored", event, e);
    }
  }

  private void lookLater() {
    later(this::look, LOOK_EVERY);
  }

  private void look() {
    looking.set(false);
    if (awaited.isEmpty()) {
      return;
    }
    try {
      take();
    } finally {
      if (looking.compareAndSet(false, true)) {
        lookLater();
      }
    }
  }

  private void take() {
    try {
      jdbc.sql(TAKE)
          .param("events", awaited.keySet().toArray(UUID[]::new))
          .query(
              row -> {
                var answer = awaited.remove(row.getObject("event", UUID.class));
                if (answer != null) {
                  answer.complete(
                      new Answer(
                          row.getInt("status"),
                          row.getString("content_type"),
                          row.getBytes("body"),
                          0));
                }
              });
    } catch (DataAccessException e) {
      log.debug("Answers of other hubs cannot be read, they are looked for again", e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hub-peer-answers");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }
}
