package com.millyweb.hub.model;

import com.millyweb.hub.config.Nearest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The models of the configuration. What one cannot answer, those after it may. */
@Component
public final class LanguageModels {
  private static final Logger log = LoggerFactory.getLogger(LanguageModels.class);

  private final Map<String, ConfiguredModel> configured;
  private final Map<String, ServerQueue> servers = new TreeMap<>();
  private final ModelMetrics metrics;

  LanguageModels(ModelProperties properties, List<ModelServer> servers, ModelMetrics metrics) {
    this.configured = properties.all();
    this.metrics = metrics;
    servers.forEach(
        server -> this.servers.put(server.kind(), new ServerQueue(server, System::nanoTime)));
  }

  /**
   * Asks a model, and those that are its fallback where it cannot answer.
   *
   * @param name of the configuration
   * @throws IllegalArgumentException when there is none of that name
   * @throws ModelFailure when none of them answers; one that may pass, where there was one
   */
  public Answered ask(String name, ModelQuestion question, Deadline deadline)
      throws ModelFailure, InterruptedException {
    return ask(name, question, deadline, AnswerListener.NOBODY);
  }

  /** The same, and hears the answer while it comes. */
  public Answered ask(
      String name, ModelQuestion question, Deadline deadline, AnswerListener listener)
      throws ModelFailure, InterruptedException {
    ModelFailure told = null;
    var wasted = new Wasted();
    List<ConfiguredModel> order = inOrder(name);
    for (ConfiguredModel model : order) {
      if (told != null) {
        listener.again();
      }
      try {
        return wasted.with(askTwice(model, question, deadline, listener, wasted));
      } catch (ModelFailure e) {
        if (!e.kind().isOfTheServer()) {
          throw e;
        }
        if (order.size() > 1) {
          log.warn("model:{} ({}) gave no answer: {}", model.name(), model.model(), e.getMessage());
        }
        told = told == null ? e : milder(told, e);
      }
    }
    if (told == null) {
      throw new IllegalStateException("There was nobody to ask");
    }
    throw told;
  }

  /** What may pass counts, so that the question is asked again later. */
  private static ModelFailure milder(ModelFailure first, ModelFailure next) {
    return first.kind().passes() || !next.kind().passes() ? first : next;
  }

  /** An answer that did not fit its schema. */
  public void unfit(Answered answered) {
    metrics.unfit(answered.model());
  }

  /** Whether the configuration has a model of that name. */
  public boolean configured(String name) {
    return configured.containsKey(name);
  }

  /** What may be asked; empty where nothing is configured. */
  public Set<String> names() {
    return new TreeSet<>(configured.keySet());
  }

  /**
   * What the configuration says of a model.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public ModelFacts facts(String name) {
    ConfiguredModel model = find(name);
    Prices prices = model.prices();
    return new ModelFacts(
        model.model(),
        model.context(),
        prices == null ? null : prices.in(),
        prices == null ? null : prices.out());
  }

  Map<String, ConfiguredModel> configured() {
    return configured;
  }

  ModelServer server(String kind) {
    ServerQueue queue = servers.get(kind);
    if (queue == null) {
      throw new IllegalArgumentException("There is no server '%s' for models".formatted(kind));
    }
    return queue.server();
  }

  private ConfiguredModel find(String name) {
    ConfiguredModel model = configured.get(name);
    if (model == null) {
      throw new IllegalArgumentException(unknown(name, configured.keySet()));
    }
    return model;
  }

  private List<ConfiguredModel> inOrder(String name) {
    ConfiguredModel wanted = find(name);
    Set<ConfiguredModel> order = new LinkedHashSet<>();
    order.add(wanted);
    for (String other : wanted.fallback()) {
      ConfiguredModel model = configured.get(other);
      if (model != null) {
        order.add(model);
      }
    }
    return List.copyOf(order);
  }

  /** What is wrong with the name of a model. */
  static String unknown(String name, Set<String> known) {
    if (known.isEmpty()) {
      return "There is no model '%s': %s".formatted(name, ModelProperties.NONE);
    }
    String meant = Nearest.to(name, known);
    return "There is no model '%s' in hub.models, there are %s%s"
        .formatted(
            name,
            String.join(", ", known),
            meant == null ? "" : "; did you mean '%s'?".formatted(meant));
  }

  /**
   * What broke off may have been a connection that was closed meanwhile, and a model that said
   * nothing may say something when it is asked once more.
   */
  private Answered askTwice(
      ConfiguredModel model,
      ModelQuestion question,
      Deadline deadline,
      AnswerListener listener,
      Wasted wasted)
      throws ModelFailure, InterruptedException {
    try {
      return askOnce(model, question, deadline, listener, wasted);
    } catch (ModelFailure e) {
      if (!e.kind().isWorthAnotherTry() || deadline.left().isZero()) {
        throw e;
      }
      log.info("model:{} ({}) is asked again: {}", model.name(), model.model(), e.getMessage());
      listener.again();
      return askAgain(model, question, deadline, listener, wasted, e);
    }
  }

  private Answered askAgain(
      ConfiguredModel model,
      ModelQuestion question,
      Deadline deadline,
      AnswerListener listener,
      Wasted wasted,
      ModelFailure first)
      throws ModelFailure, InterruptedException {
    try {
      return askOnce(model, question, deadline, listener, wasted);
    } catch (ModelFailure e) {
      if (e.kind() != ModelFailure.Kind.UNUSABLE || first.kind() != e.kind()) {
        throw e;
      }
      throw e.withMessage(e.getMessage() + ", twice in a row");
    }
  }

  private Answered askOnce(
      ConfiguredModel model,
      ModelQuestion question,
      Deadline deadline,
      AnswerListener listener,
      Wasted wasted)
      throws ModelFailure, InterruptedException {
    ServerQueue queue = servers.get(model.server());
    if (queue == null) {
      throw new IllegalStateException("There is no server for " + model.model());
    }
    long begun = System.nanoTime();
    try {
      FirstPart first = FirstPart.of(listener, begun);
      ModelAnswer answer =
          queue.ask(model.bare(), question.to(model), deadline, first == null ? listener : first);
      var answered =
          new Answered(
              model.model(),
              answer,
              Duration.ofNanos(System.nanoTime() - begun),
              first == null ? null : first.after(),
              model.costOf(answer));
      metrics.answered(answered);
      return answered;
    } catch (ModelFailure e) {
      metrics.failed(model, e);
      if (e.answer() != null) {
        wasted.add(model, e.answer());
      }
      throw e;
    }
  }
}
