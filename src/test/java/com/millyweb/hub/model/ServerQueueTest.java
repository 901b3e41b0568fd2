package com.millyweb.hub.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many ask a server at once, and when it is left alone. */
class ServerQueueTest {
  private static final ModelQuestion QUESTION =
      new ModelQuestion(
          List.of(new Turn.Question("Tell me")), List.of(), null, null, null, null, null);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answers = new CountDownLatch(1);
  private boolean away;

  private final ServerQueue queue =
      new ServerQueue(
          new ModelServer() {
            @Override
            public String kind() {
              return "fake";
            }

            @Override
            public int places() {
              return 1;
            }

            @Override
            public ModelAnswer ask(
                String model, ModelQuestion question, Duration patience, AnswerListener listener)
                throws ModelFailure, InterruptedException {
              asked.incrementAndGet();
              if (away) {
                throw new ModelFailure(ModelFailure.Kind.AWAY, "away", null);
              }
              answers.await();
              return new ModelAnswer("yes", null, null, false);
            }

            @Override
            public String trouble(Collection<String> models) {
              return null;
            }
          },
          clock::get);

  private String ask() throws ModelFailure, InterruptedException {
    return queue
        .ask("m", QUESTION, Deadline.in(Duration.ofMinutes(1)), AnswerListener.NOBODY)
        .text();
  }

  @Test
  void question_beyond_the_limit_waits_until_another_is_answered() throws Exception {
    var first = new FutureTask<>(this::ask);
    var second = new FutureTask<>(this::ask);
    new Thread(first).start();
    await().until(() -> asked.get() == 1);
    Thread waiting = new Thread(second);
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertThat(asked).hasValue(1);
    answers.countDown();
    assertThat(first.get()).isEqualTo("yes");
    assertThat(second.get()).isEqualTo("yes");
  }

  @Test
  void question_that_finds_no_place_in_half_its_time_is_asked_later() throws Exception {
    var first = new FutureTask<>(this::ask);
    new Thread(first).start();
    await().until(() -> asked.get() == 1);
    assertThatThrownBy(
            () ->
                queue.ask("m", QUESTION, Deadline.in(Duration.ofMillis(20)), AnswerListener.NOBODY))
        .isInstanceOfSatisfying(
            ModelFailure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.BUSY);
              assertThat(failure.delay()).isEqualTo(Duration.ofSeconds(5));
            });
    answers.countDown();
    first.get();
  }

  @Test
  void server_that_failed_often_is_left_alone_and_then_asked_once() throws Exception {
    away = true;
    for (int i = 0; i < CircuitBreaker.FAILURES; i++) {
      assertThatThrownBy(this::ask).hasMessage("away");
    }
    assertThatThrownBy(this::ask)
        .hasMessage("fake failed 5 times in a row and is left alone for 30s")
        .isInstanceOfSatisfying(
            ModelFailure.class,
            failure -> assertThat(failure.delay()).isEqualTo(CircuitBreaker.REST));
    assertThat(asked).hasValue(CircuitBreaker.FAILURES);

    clock.addAndGet(CircuitBreaker.REST.toNanos());
    assertThatThrownBy(this::ask).hasMessage("away");
    assertThatThrownBy(this::ask).hasMessageContaining("left alone");

    clock.addAndGet(CircuitBreaker.REST.toNanos());
    away = false;
    answers.countDown();
    assertThat(ask()).isEqualTo("yes");
    assertThat(ask()).isEqualTo("yes");
  }
}
