package com.millyweb.hub.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * One path and verb of the HTTP server. It outlives the route behind it: while a route is swapped,
 * requests wait here and go to the new one.
 */
final class SwappableEndpoint {
  static final Method SERVICE =
      ReflectionUtils.findMethod(
          SwappableEndpoint.class, "service", HttpServletRequest.class, HttpServletResponse.class);

  /** A swap takes milliseconds; who waits for longer is told to come again. */
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private SpringBootPlatformHttpConsumer consumer;
  private State state = State.OPEN;
  private int inside;

  private enum State {
    OPEN,
    HELD,
    GONE
  }

  SwappableEndpoint(SpringBootPlatformHttpConsumer consumer) {
    this.consumer = consumer;
  }

  /**
   * Called by Spring for each request.
   *
   * @return null when the answer is written already
   */
  @ResponseBody
  public @Nullable CompletableFuture<Void> service(
      HttpServletRequest request, HttpServletResponse response) throws IOException {
    SpringBootPlatformHttpConsumer target = enter();
    if (target == null) {
      refuse(response);
      return null;
    }
    CompletableFuture<Void> later = null;
    try {
      later = target.service(request, response);
    } finally {
      if (later == null) {
        left();
      }
    }
    return later == null ? null : later.whenComplete((nothing, failure) -> left());
  }

  SpringBootPlatformHttpConsumer consumer() {
    lock.lock();
    try {
      return consumer;
    } finally {
      lock.unlock();
    }
  }

  /** Lets no request in until it is opened; those inside go on. */
  void hold() {
    lock.lock();
    try {
      if (state == State.OPEN) {
        state = State.HELD;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nobody is inside.
   *
   * @return false when somebody still was after that time
   */
  boolean awaitEmpty(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (inside > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Leads to this route from now on, also those who wait. */
  void open(SpringBootPlatformHttpConsumer next) {
    move(next, State.OPEN);
  }

  /** No route is behind it any more. */
  void close() {
    move(consumer(), State.GONE);
  }

  private void move(SpringBootPlatformHttpConsumer next, State to) {
    lock.lock();
    try {
      consumer = next;
      state = to;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable SpringBootPlatformHttpConsumer enter() {
    long left = MAX_WAIT_NANOS;
    lock.lock();
    try {
      while (state == State.HELD && left > 0) {
        left = moved.awaitNanos(left);
      }
      if (state != State.OPEN) {
        return null;
      }
      inside++;
      return consumer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void left() {
    lock.lock();
    try {
      inside--;
      if (inside == 0) {
        emptied.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void refuse(HttpServletResponse response) throws IOException {
    if (isGone()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      response.setHeader("Retry-After", "1");
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  private boolean isGone() {
    lock.lock();
    try {
      return state == State.GONE;
    } finally {
      lock.unlock();
    }
  }
}
