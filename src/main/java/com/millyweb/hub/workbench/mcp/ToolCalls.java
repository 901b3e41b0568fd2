package com.millyweb.hub.workbench.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.agent.AgentDefinition;
import com.millyweb.hub.audit.AuditTrail;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.text.Truncate;
import com.millyweb.hub.tool.Tool;
import com.millyweb.hub.tool.ToolText;
import com.millyweb.hub.tool.Tools;
import com.millyweb.hub.tool.WrongArguments;
import com.millyweb.hub.workbench.access.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Calls of tools and agents: who may, whom to ask first, what is told meanwhile and at the end. */
@Component
final class ToolCalls implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ToolCalls.class);
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  /** Each holds a thread where there are no virtual ones. */
  private static final int MOST = 64;

  /** Proxies end what is silent for longer than a minute. */
  private static final Duration BREATH = Duration.ofSeconds(15);

  private static final int MOST_ERROR = 2_000;

  private final Tools tools;
  private final Offer offer;
  private final AgentCalls agents;
  private final Confirmations confirmations;
  private final AuditTrail audit;
  private final ObjectMapper json;
  private final McpProperties properties;
  private final Semaphore places = new Semaphore(MOST);
  private final Map<String, Future<?>> running = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(ToolCalls::thread);

  ToolCalls(
      Tools tools,
      Offer offer,
      AgentCalls agents,
      Confirmations confirmations,
      AuditTrail audit,
      ObjectMapper json,
      McpProperties properties) {
    this.tools = tools;
    this.offer = offer;
    this.agents = agents;
    this.confirmations = confirmations;
    this.audit = audit;
    this.json = json;
    this.properties = properties;
  }

  /**
   * One call.
   *
   * @param address where it comes from
   */
  record Call(Client client, RpcMessage message, String name, JsonNode arguments, String address) {
    static Call of(Client client, RpcMessage message, String address) throws RpcError {
      JsonNode name = message.params().path("name");
      JsonNode arguments = message.params().path("arguments");
      if (!name.isTextual()) {
        throw new RpcError(RpcError.INVALID_PARAMS, "'name' must be the name of a tool");
      }
      if (!arguments.isObject() && !arguments.isMissingNode() && !arguments.isNull()) {
        throw new RpcError(RpcError.INVALID_PARAMS, "'arguments' must be an object");
      }
      return new Call(
          client,
          message,
          name.asText(),
          arguments.isObject() ? arguments : RpcMessage.object(),
          address);
    }
  }

  /**
   * Does a call, and waits for its end.
   *
   * @return its result; null when it was taken back
   * @throws RpcError when there is no such tool
   * @throws IOException when nobody waits any more
   */
  @Nullable ObjectNode call(Call call, Reply reply) throws RpcError, IOException {
    Optional<Tool> tool = tools.find(call.name());
    Optional<AgentDefinition> agent = offer.agent(call.name());
    if (tool.isEmpty() && agent.isEmpty()) {
      throw new RpcError(
          RpcError.INVALID_PARAMS,
          "There is no tool '%s'".formatted(Truncate.line(call.name(), 80)));
    }
    Caller caller = call.client().caller();
    boolean may =
        tool.map(one -> Offer.mayCall(caller, one)).orElseGet(() -> Offer.isOperator(caller));
    if (!may) {
      note(call, "refused");
      boolean reads = tool.isPresent() && tool.get().hints().readOnly();
      return error(
          "'%s' %s, which needs the scope operator; '%s' has %s"
              .formatted(
                  call.name(),
                  reads ? "shows contents" : "changes something",
                  caller.name(),
                  caller.scope()));
    }
    if (!places.tryAcquire()) {
      return error("The hub does %d calls at once already; call again later".formatted(MOST));
    }
    try {
      ObjectNode before = tool.isPresent() ? asked(call, tool.get(), reply) : null;
      if (before != null) {
        return before;
      }
      return done(call, tool.orElse(null), agent.orElse(null), reply);
    } finally {
      places.release();
    }
  }

  /** Ends a call that is under way, because its client says so. */
  void cancel(Client client, JsonNode request) {
    Future<?> call = running.get(client.key(request));
    if (call != null) {
      call.cancel(true);
    }
  }

  /** What the call ends with instead of being done; null when it may be. */
  private @Nullable ObjectNode asked(Call call, Tool tool, Reply reply)
      throws RpcError, IOException {
    if (!tool.hints().destructive() || properties.confirm() == McpProperties.Confirm.NEVER) {
      return null;
    }
    try {
      tools.read(tool.name(), json.convertValue(call.arguments(), MAP));
    } catch (IllegalArgumentException e) {
      return error(String.valueOf(e.getMessage()));
    }
    Client client = call.client();
    String unable =
        "'%s' may destroy something, so that a person must confirm the call, and this client cannot ask one (elicitation with a form); call it with a client that can, or set hub.mcp.confirm=never in the hub"
            .formatted(tool.name());
    if (!client.elicits() || !client.modern() && !reply.mayStream()) {
      note(call, "refused");
      if (client.modern()) {
        ObjectNode data = RpcMessage.object();
        data.putObject("requiredCapabilities").putObject("elicitation").putObject("form");
        throw new RpcError(RpcError.MISSING_CAPABILITY, unable, data);
      }
      return error(unable);
    }
    boolean yes;
    if (!client.modern()) {
      yes = asks(call, tool, reply);
    } else if (call.message().params().has("requestState")) {
      yes = confirmations.confirmed(client, tool.name(), call.arguments(), call.message().params());
    } else {
      return confirmations.inputRequired(client, tool.name(), call.arguments());
    }
    if (!yes) {
      note(call, "refused");
      return error(
          "The person did not confirm the call of '%s'; nothing was done".formatted(tool.name()));
    }
    return null;
  }

  /** Asks along the stream of the call. */
  private boolean asks(Call call, Tool tool, Reply reply) throws IOException {
    Confirmations.Open question = confirmations.open(call.client());
    running.put(call.client().key(call.message().id()), question.answer());
    try {
      reply.send(
          RpcMessage.request(
              question.id(),
              "elicitation/create",
              Confirmations.question(tool.name(), call.arguments())));
      long end = System.nanoTime() + Confirmations.PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        try {
          JsonNode answer = question.answer().get(BREATH.toMillis(), TimeUnit.MILLISECONDS);
          return Confirmations.isYes(answer);
        } catch (TimeoutException e) {
          reply.breathe();
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | CancellationException e) {
      return false;
    } finally {
      running.remove(call.client().key(call.message().id()));
      confirmations.close(question);
    }
  }

  private @Nullable ObjectNode done(
      Call call, @Nullable Tool tool, @Nullable AgentDefinition agent, Reply reply)
      throws IOException {
    String key = call.client().key(call.message().id());
    JsonNode progress = call.message().params().path("_meta").path("progressToken");
    Future<ObjectNode> answer =
        threads.submit(() -> tool != null ? answer(call, tool) : answer(call, agent));
    running.put(key, answer);
    boolean ends = false;
    try {
      tell(reply, progress, 0, "'%s' begins".formatted(call.name()));
      while (true) {
        try {
          ObjectNode result = answer.get(BREATH.toMillis(), TimeUnit.MILLISECONDS);
          ends = true;
          tell(reply, progress, 1, "'%s' has ended".formatted(call.name()));
          return result;
        } catch (TimeoutException e) {
          reply.breathe();
        }
      }
    } catch (CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      log.error("A call of '{}' failed in the hub", call.name(), e.getCause());
      return error("The hub failed; its log says why");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error("The hub stops");
    } catch (IOException e) {
      // leaving is how clients of the newer era take a call back; the older ones say so
      if (!ends && call.client().modern()) {
        answer.cancel(true);
      }
      throw e;
    } finally {
      running.remove(key, answer);
    }
  }

  private static void tell(Reply reply, JsonNode token, int progress, String words)
      throws IOException {
    if (token.isTextual() || token.isIntegralNumber()) {
      ObjectNode params = RpcMessage.object();
      params.set("progressToken", token);
      params.put("progress", progress).put("total", 1).put("message", words);
      reply.send(RpcMessage.request(null, "notifications/progress", params));
    }
  }

  private ObjectNode answer(Call call, Tool tool) throws InterruptedException {
    boolean reads = tool.hints().readOnly();
    try {
      Object answer = tools.call(tool.name(), json.convertValue(call.arguments(), MAP), null);
      ObjectNode result = result(tool, answer);
      if (!reads) {
        note(call, "ok");
      }
      return result;
    } catch (WrongArguments e) {
      if (!reads) {
        note(call, "refused");
      }
      return error(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      if (!reads) {
        note(call, "failed");
      }
      throw e;
    } catch (Exception e) {
      if (!reads) {
        note(call, "failed");
      }
      String message = e.getMessage();
      return error(
          "Tool '%s' failed: %s"
              .formatted(tool.name(), message == null ? e.getClass().getSimpleName() : message));
    }
  }

  private ObjectNode answer(Call call, @Nullable AgentDefinition agent)
      throws InterruptedException {
    if (agent == null) {
      throw new IllegalStateException("Neither a tool nor an agent: " + call.name());
    }
    try {
      AgentCalls.Answer answer =
          agents.call(agent, call.client().caller().name(), call.arguments());
      note(call, answer.ok() ? "ok" : "failed");
      return answer.ok()
          ? text(Redaction.instance().redact(answer.text()), false)
          : error(answer.text());
    } catch (IllegalArgumentException e) {
      note(call, "refused");
      return error(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode result(Tool tool, @Nullable Object answer) {
    String words = Redaction.instance().redact(ToolText.of(tool, answer));
    ObjectNode result = text(words, false);
    if (answer instanceof Map<?, ?>) {
      try {
        JsonNode data = json.readTree(words);
        if (data.isObject()) {
          result.set("structuredContent", data);
        }
      } catch (JsonProcessingException e) {
        // what was cut is a text only
        return result;
      }
    }
    return result;
  }

  /** What went wrong with a call, for the model that made it. */
  private static ObjectNode error(String why) {
    return text(Truncate.to(Redaction.instance().redact(why), MOST_ERROR), true);
  }

  private static ObjectNode text(String words, boolean isError) {
    ObjectNode result = RpcMessage.object();
    result.putArray("content").addObject().put("type", "text").put("text", words);
    return result.put("isError", isError);
  }

  private void note(Call call, String outcome) {
    try {
      audit.record(
          call.client().caller().name(),
          "tool.call",
          call.name(),
          call.address(),
          outcome,
          Map.of("tool", call.name(), "by", "mcp"));
    } catch (DataAccessException e) {
      log.error(
          "Not in the audit, because the database did not take it: tool.call {} {} by {}",
          call.name(),
          outcome,
          call.client().caller().name(),
          e);
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "mcp");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    // an interrupt would take the runs back that are waited for
    threads.shutdown();
  }
}
