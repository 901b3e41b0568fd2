package com.millyweb.hub.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code hub_model_*}. The labels are from configuration, never from a question. */
@Component
final class ModelMetrics {
  private static final String MODEL = "model";

  private final MeterRegistry registry;

  ModelMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void answered(Answered answered) {
    String model = answered.model();
    ModelAnswer answer = answered.answer();
    asked(model, "answered");
    spent(model, answer, answered.cost());
    Timer.builder("hub.model.duration")
        .description("From the question to the end of the answer")
        .tag(MODEL, model)
        .publishPercentileHistogram()
        .register(registry)
        .record(answered.took());
    Duration first = answered.first();
    if (first != null) {
      Timer.builder("hub.model.first")
          .description("From the question to the first part of an answer that somebody hears")
          .tag(MODEL, model)
          .publishPercentileHistogram()
          .register(registry)
          .record(first);
    }
  }

  void failed(ConfiguredModel model, ModelFailure failure) {
    asked(model.model(), failure.kind().label());
    ModelAnswer answer = failure.answer();
    if (answer != null) {
      spent(model.model(), answer, model.costOf(answer));
    }
  }

  /** An answer that does not fit its schema. */
  void unfit(String model) {
    Counter.builder("hub.model.unfit")
        .description("Answers that did not fit the schema they were asked for")
        .tag(MODEL, model)
        .register(registry)
        .increment();
  }

  private void asked(String model, String outcome) {
    Counter.builder("hub.model.asked")
        .description("Questions to models, by what came of them")
        .tag(MODEL, model)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  private void spent(String model, ModelAnswer answer, @Nullable BigDecimal cost) {
    tokens(model, "in", answer.tokensIn());
    tokens(model, "out", answer.tokensOut());
    if (cost != null) {
      Counter.builder("hub.model.cost")
          .description("What answers cost by the prices of the configuration")
          .tag(MODEL, model)
          .register(registry)
          .increment(cost.doubleValue());
    }
  }

  private void tokens(String model, String direction, @Nullable Long number) {
    if (number != null) {
      Counter.builder("hub.model.tokens")
          .description("Tokens of questions (in) and answers (out)")
          .tag(MODEL, model)
          .tag("direction", direction)
          .register(registry)
          .increment(number);
    }
  }
}
