package com.millyweb.hub.agent.endpoint;

import com.millyweb.hub.agent.Budget;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.agent.TaskText;
import com.millyweb.hub.agent.Trust;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.loop.StepEvents;
import com.millyweb.hub.chat.ChatMessage;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.endpoint.EventSink;
import com.millyweb.hub.event.endpoint.OptionText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Begins a run with the flow's end; or at once, and waits for its answer. */
final class AgentProducer extends DefaultProducer {
  private static final String TYPE = "ce-type";
  private static final int LONGEST_TASK = 256 * 1024;

  private final AgentEndpoint endpoint;
  private @Nullable OptionText conversation;
  private @Nullable OptionText task;
  private @Nullable OptionText key;

  AgentProducer(AgentEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    var context = endpoint.getCamelContext();
    conversation = OptionText.of(context, "conversation", endpoint.getConversation());
    task = OptionText.of(context, "task", endpoint.getTask());
    key = OptionText.of(context, "key", endpoint.getKey());
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Duration patience = endpoint.patience();
    String wanted = OptionText.in(exchange, key);
    if (patience == null) {
      StepEvents events = find(exchange, StepEvents.class);
      NewRun run = run(exchange, Runs.newId(), false);
      EventSink.send(exchange, events.start(run).withKey(wanted));
      exchange.getMessage().setBody(Map.of("run", run.run().toString()));
      return;
    }
    // an attempt that comes again waits for the same run
    String same =
        wanted == null
            ? "%s/%s/%s"
                .formatted(
                    exchange.getMessage().getHeader("ce-id", ""),
                    exchange.getFromRouteId(),
                    exchange.getProperty(Exchange.TO_ENDPOINT, String.class))
            : wanted;
    String step = exchange.getMessage().getHeader("ce-id") == null && wanted == null ? null : same;
    UUID id =
        step == null
            ? Runs.newId()
            : UUID.nameUUIDFromBytes(("agent/" + step).getBytes(StandardCharsets.UTF_8));
    Runs runs = find(exchange, Runs.class);
    NewRun run = run(exchange, id, true);
    if (runs.find(id).isEmpty()) {
      runs.start(run, step == null ? null : "agent/" + step);
    }
    answer(exchange, runs.await(id, patience).orElse(null), id);
  }

  private void answer(Exchange exchange, @Nullable RunRow run, UUID id) {
    if (run == null || run.isActive()) {
      throw new IllegalStateException(
          "agent:%s has no answer within %s; run %s goes on%s"
              .formatted(
                  endpoint.getName(),
                  endpoint.getWait(),
                  id,
                  run == null || run.pause() == null ? "" : ": " + run.pause()));
    }
    if (run.state() != RunRow.State.DONE) {
      throw new PermanentFailure(
          "agent:%s: run %s gave no answer: %s".formatted(endpoint.getName(), id, run.error()),
          null);
    }
    exchange.getMessage().setBody(run.answer());
  }

  private NewRun run(Exchange exchange, UUID id, boolean waits) {
    Message message = exchange.getMessage();
    Trust trust =
        Trust.of(
            message.getHeader(TYPE, String.class),
            message.getHeader("ce-source", String.class),
            message.getBody());
    ChatMessage chat =
        ChatMessage.TYPE.equals(message.getHeader(TYPE)) && message.getBody() instanceof Map<?, ?>
            ? ChatMessage.read(message.getBody())
            : null;
    String subject = message.getHeader("ce-subject", String.class);
    String said = OptionText.in(exchange, task);
    String asked = said != null ? said : chat != null ? chat.text() : text(message);
    if (asked.isBlank()) {
      throw new PermanentFailure(
          "agent:%s has no task: the body is empty".formatted(endpoint.getName()), null);
    }
    if (asked.length() > LONGEST_TASK) {
      throw new PermanentFailure(
          "agent:%s: a task must have at most %,d characters, had %,d"
              .formatted(endpoint.getName(), LONGEST_TASK, asked.length()),
          null);
    }
    String place = OptionText.in(exchange, conversation);
    boolean reply = chat != null && subject != null && !waits;
    UUID event =
        message.getHeader("ce-id") == null
            ? null
            : UUID.fromString(message.getHeader("ce-id", String.class));
    Budget budget = endpoint.getBudget().isEmpty() ? null : AgentContract.budget(endpoint);
    return new NewRun(
        id,
        endpoint.getName(),
        asked,
        place != null ? place : reply ? subject : null,
        NewRun.TENANT,
        trust.person(),
        new NewRun.Origin(chat != null ? "chat" : "flow", reply ? subject : null, event),
        trust.taint() == null ? List.of() : List.of(trust.taint()),
        null,
        null,
        0,
        budget,
        null,
        null);
  }

  private static String text(Message message) {
    Object body = message.getBody();
    if (body instanceof Map || body instanceof List) {
      return TaskText.of(body);
    }
    String text = message.getBody(String.class);
    return text == null ? "" : text;
  }

  private <T> T find(Exchange exchange, Class<T> type) {
    return CamelContextHelper.mandatoryFindSingleByType(exchange.getContext(), type);
  }
}
