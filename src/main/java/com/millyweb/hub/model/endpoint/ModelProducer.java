package com.millyweb.hub.model.endpoint;

import com.millyweb.hub.config.Durations;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.model.Answered;
import com.millyweb.hub.model.Deadline;
import com.millyweb.hub.model.LanguageModels;
import com.millyweb.hub.model.ModelFailure;
import com.millyweb.hub.model.ModelQuestion;
import com.millyweb.hub.model.Turn;
import com.millyweb.hub.text.Truncate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Asks the question of its endpoint; an answer that does not fit is asked for once more. */
final class ModelProducer extends DefaultProducer {
  /** The variable that tells what the question took. */
  private static final String TAKEN = "model";

  private static final int MOST_SHOWN = 200;

  private final ModelEndpoint endpoint;

  ModelProducer(ModelEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    LanguageModels models =
        CamelContextHelper.mandatoryFindSingleByType(
            endpoint.getCamelContext(), LanguageModels.class);
    var spent = new Spent();
    var asking = new Asking(models, Deadline.in(endpoint.patience()), spent);
    Object body;
    try {
      body = answer(asking, turns(exchange));
    } catch (ModelFailure e) {
      throw translated(e);
    } finally {
      exchange.setVariable(TAKEN, spent.told());
    }
    exchange.getMessage().setBody(body);
  }

  /** What was asked, and what it took. */
  private static final class Spent {
    private final Map<String, Object> told = new LinkedHashMap<>();

    void add(Answered answered) {
      told.put("name", answered.model());
      told.merge("questions", 1L, Spent::sum);
      told.merge("tokensIn", count(answered.answer().tokensIn()), Spent::sum);
      told.merge("tokensOut", count(answered.answer().tokensOut()), Spent::sum);
      told.merge("millis", answered.took().toMillis(), Spent::sum);
    }

    private static long count(@Nullable Long tokens) {
      return tokens == null ? 0 : tokens;
    }

    private static Object sum(Object one, Object other) {
      return (Long) one + (Long) other;
    }

    Map<String, Object> told() {
      return told;
    }
  }

  private record Asking(LanguageModels models, Deadline deadline, Spent spent) {}

  private Object answer(Asking asking, List<Turn> turns) throws ModelFailure, InterruptedException {
    AnswerSchema schema = endpoint.answer();
    Answered first = ask(asking, turns);
    if (schema == null) {
      return first.answer().text();
    }
    AnswerSchema.Read read = schema.read(first.answer().text());
    if (read.value() != null) {
      return read.value();
    }
    asking.models().unfit(first);
    List<Turn> more = new ArrayList<>(turns);
    more.add(first.answer().turn());
    more.add(
        new Turn.Question(
            Instruction.read("repair").with("flaws", "- " + String.join("\n- ", read.flaws()))));
    Answered second = ask(asking, more);
    AnswerSchema.Read again = schema.read(second.answer().text());
    if (again.value() != null) {
      return again.value();
    }
    asking.models().unfit(second);
    throw new PermanentFailure(
        "model:%s (%s) answered twice what does not fit %s: %s; it said: %s"
            .formatted(
                endpoint.getName(),
                second.model(),
                schema.name(),
                String.join("; ", again.flaws()),
                Truncate.line(second.answer().text(), MOST_SHOWN)),
        null);
  }

  private Answered ask(Asking asking, List<Turn> turns) throws ModelFailure, InterruptedException {
    AnswerSchema schema = endpoint.answer();
    var question =
        new ModelQuestion(
            turns,
            List.of(),
            schema == null ? null : schema.json(),
            endpoint.getTemperature(),
            endpoint.getMaxTokens(),
            null,
            null);
    Answered answered = asking.models().ask(endpoint.getName(), question, asking.deadline());
    asking.spent().add(answered);
    if (answered.answer().cut()) {
      throw new PermanentFailure(
          "model:%s (%s) had no room to end its answer, after %s tokens: raise maxTokens, or hub.models.%s.context"
              .formatted(
                  endpoint.getName(),
                  answered.model(),
                  answered.answer().tokensOut(),
                  endpoint.getName()),
          null);
    }
    return answered;
  }

  private List<Turn> turns(Exchange exchange) {
    List<String> system = new ArrayList<>();
    if (endpoint.instruction() != null) {
      system.add(endpoint.instruction().strip());
    }
    Prompt prompt = endpoint.question();
    String question;
    if (prompt == null) {
      question = Prompt.bounded(Prompt.text(exchange.getMessage().getBody(), exchange));
      if (question.isBlank()) {
        throw new PermanentFailure(
            "model:%s has no prompt, and the body is empty".formatted(endpoint.getName()), null);
      }
    } else {
      Prompt.Filled filled = prompt.fill(exchange);
      question = filled.text();
      system.add(Instruction.read("data").with("mark", filled.mark()));
    }
    AnswerSchema schema = endpoint.answer();
    if (schema != null) {
      system.add(Instruction.read("schema").with("schema", schema.json().toPrettyString()));
    }
    List<Turn> turns = new ArrayList<>();
    if (!system.isEmpty()) {
      turns.add(new Turn.Instructions(String.join("\n\n", system)));
    }
    turns.add(new Turn.Question(question));
    return turns;
  }

  /** As the engine takes it: wait, try again, or dead letter. */
  private Exception translated(ModelFailure failure) {
    String message = "model:%s: %s".formatted(endpoint.getName(), failure.getMessage());
    if (failure.delay() != null) {
      return new RetryAfter(
          failure.delay(), message + "; asked again in " + Durations.text(failure.delay()));
    }
    return failure.kind().passes()
        ? new IOException(message, failure.getCause())
        : new PermanentFailure(message, failure.getCause());
  }
}
