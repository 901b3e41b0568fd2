package com.millyweb.hub.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * One path and verb of the HTTP server. It outlives the route behind it: while a route is swapped,
 * requests wait here, on no thread, and go to the new one.
 */
final class Door {
  static final Method SERVICE =
      ReflectionUtils.findMethod(
          Door.class, "service", HttpServletRequest.class, HttpServletResponse.class);

  /** More than this many waiting requests mean that something is wrong, not that a swap runs. */
  private static final int MAX_WAITING = 4096;

  private final List<Visit> waiting = new ArrayList<>();
  private SpringBootPlatformHttpConsumer consumer;
  private State state = State.OPEN;
  private int inside;

  private enum State {
    OPEN,
    HELD,
    GONE
  }

  private record Visit(
      HttpServletRequest request, HttpServletResponse response, CompletableFuture<Void> done) {}

  Door(SpringBootPlatformHttpConsumer consumer) {
    this.consumer = consumer;
  }

  /** Called by Spring for each request. */
  @ResponseBody
  public CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SpringBootPlatformHttpConsumer target;
    synchronized (this) {
      if (state == State.HELD && waiting.size() < MAX_WAITING) {
        var visit = new Visit(request, response, new CompletableFuture<>());
        waiting.add(visit);
        return visit.done;
      }
      target = state == State.OPEN ? consumer : null;
      if (target != null) {
        inside++;
      }
    }
    if (target == null) {
      refuse(response);
      return CompletableFuture.completedFuture(null);
    }
    return enter(target, request, response);
  }

  synchronized SpringBootPlatformHttpConsumer consumer() {
    return consumer;
  }

  /** Lets no request in until it is opened; those inside go on. */
  synchronized void hold() {
    if (state == State.OPEN) {
      state = State.HELD;
    }
  }

  synchronized boolean isEmpty() {
    return inside == 0;
  }

  /** Leads to this route from now on, also those who wait. */
  void open(SpringBootPlatformHttpConsumer next) {
    List<Visit> visits;
    synchronized (this) {
      consumer = next;
      state = State.OPEN;
      visits = List.copyOf(waiting);
      waiting.clear();
      inside += visits.size();
    }
    for (Visit visit : visits) {
      enter(next, visit.request, visit.response)
          .whenComplete((nothing, failure) -> finish(visit, failure));
    }
  }

  /** No route is behind it any more. */
  void close() throws IOException {
    List<Visit> visits;
    synchronized (this) {
      state = State.GONE;
      visits = List.copyOf(waiting);
      waiting.clear();
    }
    for (Visit visit : visits) {
      refuse(visit.response);
      visit.done.complete(null);
    }
  }

  private CompletableFuture<Void> enter(
      SpringBootPlatformHttpConsumer target,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      return target.service(request, response).whenComplete((nothing, failure) -> left());
    } catch (RuntimeException e) {
      left();
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void left() {
    inside--;
  }

  private void refuse(HttpServletResponse response) throws IOException {
    if (gone()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      response.setHeader("Retry-After", "1");
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  private synchronized boolean gone() {
    return state == State.GONE;
  }

  private static void finish(Visit visit, Throwable failure) {
    if (failure == null) {
      visit.done.complete(null);
    } else {
      visit.done.completeExceptionally(failure);
    }
  }
}
