package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.CommitWaits;
import com.millyweb.hub.event.postgres.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The log's front: gives events their ids and commits them in groups. */
final class AppendLog implements EventLog, AutoCloseable {
  private static final int MAX_BATCH = 256;
  private static final int MAX_QUEUE = 10_000;

  private final Transport transport;
  private final EventIds ids;
  private final Consumer<Set<Integer>> wake;
  private final GroupCommit<Request> commits;
  private final StoreProbe state;
  private final CommitWaits waits = new CommitWaits();

  AppendLog(
      Transport transport,
      EventIds ids,
      Consumer<Set<Integer>> wake,
      int writers,
      StoreProbe state) {
    this.state = state;
    this.transport = transport;
    this.ids = ids;
    this.wake = wake;
    this.commits = new GroupCommit<>("append", writers, MAX_BATCH, MAX_QUEUE, this::commit);
  }

  private record Request(List<PendingEvent> events, CompletableFuture<List<Appended>> answer) {}

  @Override
  public CompletableFuture<List<Appended>> append(List<NewEvent> events) {
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    Request request = request(events);
    offer(request);
    return request.answer;
  }

  /** Who waits anyway commits by itself when nobody else waits, which an idle hub gains from. */
  @Override
  public List<Appended> appendNow(List<NewEvent> events, Duration timeout) {
    if (events.isEmpty()) {
      return List.of();
    }
    Request request = request(events);
    if (!commits.alone(() -> commit(List.of(request), timeout))) {
      offer(request);
    }
    return waits.await(request.answer, timeout);
  }

  private Request request(List<NewEvent> events) {
    return new Request(
        events.stream()
            .map(event -> new PendingEvent(ids.next(), event, null, null, null, 0))
            .toList(),
        new CompletableFuture<>());
  }

  private void offer(Request request) {
    if (!commits.offer(request)) {
      request.answer.completeExceptionally(
          new EventLogUnavailable(
              "%d appends wait for the database already".formatted(commits.size()), null));
    }
  }

  @Override
  public void close() {
    commits.close();
    waits.close();
  }

  private void commit(List<Request> requests) {
    commit(requests, Duration.ZERO);
  }

  private void commit(List<Request> requests, Duration patience) {
    List<PendingEvent> all = new ArrayList<>();
    requests.forEach(request -> all.addAll(request.events));
    Transport.Stored stored;
    try {
      stored = transport.append(all, patience);
    } catch (SQLException e) {
      if (requests.size() > 1 && isAboutData(e)) {
        // one request that Postgres refuses must not take its neighbours down
        requests.forEach(request -> commit(List.of(request)));
        return;
      }
      if (!isAboutData(e)) {
        state.failed();
      }
      var unavailable = new EventLogUnavailable("The event was not stored: " + e.getMessage(), e);
      requests.forEach(request -> request.answer.completeExceptionally(unavailable));
      return;
    }
    state.stored();
    int next = 0;
    for (Request request : requests) {
      int end = next + request.events.size();
      request.answer.complete(List.copyOf(stored.appended().subList(next, end)));
      next = end;
    }
    wake.accept(stored.subscriptions());
  }

  /** SQLSTATE classes 22 (data exception), 23 (constraint) and 54 (limits). */
  static boolean isAboutData(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }
}
