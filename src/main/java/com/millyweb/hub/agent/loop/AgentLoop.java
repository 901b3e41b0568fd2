package com.millyweb.hub.agent.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.RunSignals;
import com.millyweb.hub.agent.journal.Journal;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.chat.DecidedAction;
import com.millyweb.hub.chat.Person;
import com.millyweb.hub.event.Effects;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The steps of a run, as the routes in {@code routes/agent} call them. */
@RouteBean
@Component("agentLoop")
public class AgentLoop {
  /** A button of a question, or a message: {@code approve A7}, {@code pass A7 to family}. */
  private static final Pattern DECISION =
      Pattern.compile(
          "(?:agent\\s+)?(approve|reject|edit|always|pass)\\s+A(\\d{1,18})(?:\\s+(.*))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** A run that has not begun by then never will, or was deleted. */
  private static final Duration BEGINS = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofMillis(200);

  private final Beginning beginning;
  private final Thinking thinking;
  private final Acting acting;
  private final Deciding deciding;
  private final Endings endings;
  private final RunTelling telling;
  private final Journal journal;
  private final RunSignals signals;
  private final AgentMetrics metrics;
  private final ObjectMapper json;
  private final Clock clock;

  AgentLoop(
      Beginning beginning,
      Thinking thinking,
      Acting acting,
      Deciding deciding,
      Endings endings,
      RunTelling telling,
      Journal journal,
      RunSignals signals,
      AgentMetrics metrics,
      ObjectMapper json,
      Clock clock) {
    this.beginning = beginning;
    this.thinking = thinking;
    this.acting = acting;
    this.deciding = deciding;
    this.endings = endings;
    this.telling = telling;
    this.journal = journal;
    this.signals = signals;
    this.metrics = metrics;
    this.json = json;
    this.clock = clock;
  }

  /** {@code agent.start}: puts the run down, and asks the model for the first time. */
  public void start(Exchange exchange) throws InterruptedException {
    Effects effects = effects(exchange);
    NewRun run;
    try {
      run = json.convertValue(exchange.getMessage().getBody(), NewRun.class);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure("This is no agent.start: " + e.getMessage(), e);
    }
    if (beginning.begin(run, effects)) {
      RunRow begun = journal.find(run.run()).orElseThrow();
      thinking.think(begun.id(), run.forked() == null ? 0 : begun.turn(), effects);
    }
  }

  /** {@code agent.think}: asks the model. */
  public void think(Exchange exchange) throws InterruptedException {
    Map<?, ?> step = body(exchange);
    thinking.think(run(step), number(step, "turn"), effects(exchange));
  }

  /** {@code agent.act}: runs a tool. */
  public void act(Exchange exchange) throws Exception {
    Map<?, ?> step = body(exchange);
    acting.act(run(step), number(step, "seq"), exchange, effects(exchange));
  }

  /** {@code chat.action}: a button of a question was pressed, by somebody who may. */
  public void pressed(Exchange exchange) {
    DecidedAction action = DecidedAction.read(exchange.getMessage().getBody());
    Matcher words = DECISION.matcher(action.value().strip());
    if (words.matches()) {
      deciding.decide(said(words, action.by()), effects(exchange));
    }
  }

  /**
   * {@code chat.message}: somebody writes {@code approve A7}. The body is the reason afterwards why
   * it is not decided so; empty when it is.
   */
  public void said(Exchange exchange) {
    ChatMessage message = ChatMessage.read(exchange.getMessage().getBody());
    Matcher words = DECISION.matcher(message.text().strip());
    String refusal = "";
    if (words.matches()) {
      Person person = message.person();
      refusal =
          person == null || !person.may(Person.Role.operator)
              ? "Only the hub's operators may decide this (hub.people). Your id is "
                  + message.author().id()
              : deciding.decide(said(words, person.name()), effects(exchange));
    }
    exchange.getMessage().setBody(refusal == null ? "" : refusal);
  }

  /** {@code agent.decision}: the API decides. */
  public void decision(Exchange exchange) {
    Map<?, ?> body = body(exchange);
    Object text = body.get("text");
    deciding.decide(
        new Deciding.Said(
            number(body, "number"),
            Deciding.Verb.valueOf(String.valueOf(body.get("verb")).toUpperCase(Locale.ROOT)),
            String.valueOf(body.get("by")),
            text == null ? null : text.toString()),
        effects(exchange));
  }

  /** {@code agent.expiry}: nobody decided in time. */
  public void expire(Exchange exchange) {
    deciding.decide(
        new Deciding.Said(number(body(exchange), "number"), Deciding.Verb.EXPIRE, "time", null),
        effects(exchange));
  }

  /** {@code agent.cancel}: somebody ends a run. */
  public void cancel(Exchange exchange) {
    Map<?, ?> body = body(exchange);
    UUID id = run(body);
    Optional<RunRow> run = journal.find(id);
    if (run.isEmpty()) {
      awaitBegin(id, exchange);
    } else if (run.get().isActive()) {
      Effects effects = effects(exchange);
      endings.cancel(run.get(), String.valueOf(body.get("by")), effects);
      // whoever waits for an answer of its model waits in vain
      effects.afterCommit(() -> signals.changed(id));
    }
  }

  /** A run may be cancelled in the moment in which it is asked for, and is put down after that. */
  private void awaitBegin(UUID run, Exchange exchange) {
    Instant asked = Instant.parse(exchange.getMessage().getHeader("ce-time", String.class));
    Duration age = Duration.between(asked, clock.instant());
    if (age.compareTo(BEGINS) < 0) {
      Duration pause = age.dividedBy(4).plus(SHORTEST);
      throw new RetryAfter(pause, "There is no run %s yet".formatted(run));
    }
  }

  /** {@code agent.ended}: the answer goes where the run was begun. */
  public void finish(Exchange exchange) {
    Effects effects = effects(exchange);
    journal
        .find(run(body(exchange)))
        .ifPresent(
            run -> {
              telling.ended(run, journal.steps(run.id())).forEach(effects::add);
              Instant end = run.ended() == null ? run.started() : run.ended();
              String state = run.state().name().toLowerCase(Locale.ROOT);
              effects.afterCommit(
                  () -> metrics.ended(run.agent(), state, Duration.between(run.started(), end)));
            });
  }

  private static Deciding.Said said(Matcher words, String by) {
    return new Deciding.Said(
        Long.parseLong(words.group(2)),
        Deciding.Verb.valueOf(words.group(1).toUpperCase(Locale.ROOT)),
        by,
        words.group(3));
  }

  private static Effects effects(Exchange exchange) {
    Effects effects = Effects.of(exchange);
    if (effects == null) {
      throw new IllegalStateException("A step of a run is done in a flow that an event begins");
    }
    return effects;
  }

  private static Map<?, ?> body(Exchange exchange) {
    if (exchange.getMessage().getBody() instanceof Map<?, ?> map) {
      return map;
    }
    throw new PermanentFailure("A step of a run must be a JSON object", null);
  }

  private static UUID run(Map<?, ?> step) {
    UUID run = Beginning.uuid(step.get("run"));
    if (run == null) {
      throw new PermanentFailure("A step must name its run, was: " + step.get("run"), null);
    }
    return run;
  }

  private static int number(Map<?, ?> step, String name) {
    if (step.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new PermanentFailure("A step must have the number '%s'".formatted(name), null);
  }

  /** Whether a message decides about a question of a run. */
  public static boolean decides(@Nullable String text) {
    return text != null && DECISION.matcher(text.strip()).matches();
  }
}
