package com.millyweb.hub.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.agent.NewRun;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fake.Said;
import com.millyweb.hub.process.HomePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A run that has all that a run can have: answers of its model, tools side by side, a notice,
 * effects outside that may and may not be repeated, a question to a person, and another agent. Here
 * are its model, who it does it to, and the person.
 */
final class AgentDuty implements AutoCloseable {
  static final String MODEL = "qwen3:8b";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILES = Path.of("src/test/resources/crash/agent");
  private static final Duration BREATH = Duration.ofMillis(150);
  private static final String HELP = "help ";
  private static final Pattern STEP =
      Pattern.compile(" +- bean: \\{ref: agentLoop, method: (start|think|act|decision|finish)}");

  final Deeds deeds = new Deeds();
  private final FakeOllama model = FakeOllama.with(MODEL);
  private final Map<String, CountDownLatch> pauses = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> paused = new ConcurrentHashMap<>();
  private final Set<UUID> silent = ConcurrentHashMap.newKeySet();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean ended;

  AgentDuty() {
    model.answering(this::say);
  }

  /** Gives a hub that never ran the agents, their tools and their model. */
  void preparing(HubProcess hub) {
    try {
      Path routes = hub.flows().getParent().getParent();
      Files.createDirectories(routes.resolve("tool"));
      Files.createDirectories(routes.resolve("agent"));
      copy("crash.camel.yaml", hub.flows());
      copy("deed.camel.yaml", routes.resolve("tool/deed.camel.yaml"));
      copy("clerk.agent.yaml", routes.resolve("agent/clerk.agent.yaml"));
      copy("helper.agent.yaml", routes.resolve("agent/helper.agent.yaml"));
      for (String file : List.of("start", "think", "act", "wait", "finish")) {
        String name = "agent/%s.camel.yaml".formatted(file);
        Files.writeString(routes.resolve(name), marked(HubProcess.SHIPPED.resolve(name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hub.set("hub.vars.deeds", deeds.url())
        .set("hub.model", "ollama:" + MODEL)
        .set("hub.ollama.url", model.url())
        .set("hub.ollama.concurrency", "64")
        .set("hub.docker.host", "off");
  }

  private static void copy(String name, Path to) throws IOException {
    Files.writeString(to, Files.readString(FILES.resolve(name)));
  }

  /** The loop as it is shipped, with a boundary before and after each step. */
  private static String marked(Path file) throws IOException {
    String mark = "        - bean: {ref: boundary, method: \"step(*, '%s# %s')\"}\n";
    return Files.readString(file)
        .lines()
        .map(
            line -> {
              Matcher step = STEP.matcher(line);
              return step.matches()
                  ? mark.formatted(step.group(1), "begins")
                      + line
                      + "\n"
                      + mark.formatted(step.group(1), "is done").stripTrailing()
                  : line;
            })
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The run of a name. */
  static UUID run(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The run of the agent that it asks, which is its tenth step. */
  static UUID helper(UUID run) {
    return UUID.nameUUIDFromBytes("%s/%d".formatted(run, 10).getBytes(StandardCharsets.UTF_8));
  }

  /** Begins a run, unless the hub ends over it; what was begun before is not begun again. */
  UUID begin(HubProcess hub, String name) {
    UUID run = run(name);
    var begun =
        new NewRun(
            run,
            "clerk",
            run.toString(),
            null,
            NewRun.TENANT,
            "anna",
            new NewRun.Origin("api", null, null),
            List.of(),
            null,
            null,
            0,
            null,
            null,
            null);
    while (!post(hub, "begin", "run", begun, "begin-" + name) && hub.isAlive()) {
      LockSupport.parkNanos(BREATH.toNanos());
    }
    return run;
  }

  /**
   * A person decides about what is asked, as soon as it is, for as long as the test lasts.
   *
   * @param hub with which the person talks
   */
  void decide(HubProcess hub, HomePostgres database) {
    Thread decides = new Thread(() -> decideAll(hub, database), "person");
    decides.setDaemon(true);
    decides.start();
  }

  /** The person does not decide about a run. */
  void waits(UUID run) {
    silent.add(run);
  }

  private void decideAll(HubProcess hub, HomePostgres database) {
    while (!ended) {
      try {
        for (var question :
            database
                .sql()
                .sql("select number, run, kind from approval where state = 'open'")
                .query(
                    (row, n) ->
                        new Question(
                            row.getLong(1), row.getObject(2, UUID.class), row.getString(3)))
                .list()) {
          decide(hub, question);
        }
      } catch (RuntimeException e) {
        // the database is away
      }
      LockSupport.parkNanos(BREATH.toNanos());
    }
  }

  private record Question(long number, UUID run, String kind) {}

  private void decide(HubProcess hub, Question question) {
    if (silent.contains(question.run())) {
      return;
    }
    // who is asked whether something was done goes and looks
    boolean done = question.kind().equals("repeat") && deeds.posts(question.run().toString()) > 0;
    String verb = done ? "reject" : "approve";
    post(
        hub,
        "decide",
        "decision",
        Map.of("run", question.run(), "number", question.number(), "verb", verb, "by", "anna"),
        "decide-%d".formatted(question.number()));
  }

  private boolean post(HubProcess hub, String type, String name, Object value, String key) {
    try {
      String body = JSON.writeValueAsString(Map.of("type", type, name, value));
      return http.send(
                  HttpRequest.newBuilder(hub.door())
                      .timeout(Duration.ofSeconds(10))
                      .header("Content-Type", "application/json")
                      .header("Authorization", "Bearer " + HubProcess.DOOR_TOKEN)
                      .header("Idempotency-Key", key)
                      .POST(BodyPublishers.ofString(body))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 202;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("No JSON", e);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The model begins its answer number {@code turn} to a run, and says no more. When it is asked
   * again, it answers.
   */
  void pause(UUID run, int turn) {
    pauses.put(run + " " + turn, new CountDownLatch(1));
  }

  boolean isPaused(UUID run, int turn) {
    return paused.containsKey(run + " " + turn);
  }

  /** Nothing stands still any more, neither the model nor who it does it to, nor the person. */
  void release() {
    paused.values().forEach(CountDownLatch::countDown);
    pauses.clear();
    silent.clear();
    deeds.release();
  }

  /** How many questions the model got. */
  int asked() {
    return model.asked().size();
  }

  private Said say(JsonNode question) {
    List<JsonNode> messages =
        StreamSupport.stream(question.path("messages").spliterator(), false).toList();
    String task =
        messages.stream()
            .filter(one -> one.path("role").asText().equals("user"))
            .map(one -> one.path("content").asText())
            .findFirst()
            .orElseThrow();
    int turn =
        (int)
            messages.stream().filter(one -> one.path("role").asText().equals("assistant")).count();
    boolean helps = task.startsWith(HELP);
    String run = helps ? task.substring(HELP.length()) : task;
    String place = (helps ? helper(UUID.fromString(run)) : run) + " " + turn;
    Said said = Said.text("So: ");
    CountDownLatch pause = pauses.remove(place);
    if (pause != null) {
      paused.put(place, pause);
      said = said.until(pause);
    }
    return helps ? helper(said, run, turn, messages) : clerk(said, run, turn, messages);
  }

  private static Said helper(Said said, String run, int turn, List<JsonNode> messages) {
    return turn == 0
        ? said.calls(call("inner", "what", run))
        : said.then("helped with " + results(messages));
  }

  private static Said clerk(Said said, String run, int turn, List<JsonNode> messages) {
    return switch (turn) {
      case 0 ->
          said.calls(
              call("look", "what", run, "side", "left"),
              call("look", "what", run, "side", "right"));
      case 1 ->
          said.calls(
              call("note", "what", run), call("put", "what", run), call("post", "what", run));
      case 2 -> said.calls(call("press", "what", run), call("ask-helper", "task", HELP + run));
      default -> said.then(results(messages));
    };
  }

  private static Said.Call call(String tool, String... arguments) {
    var object = JSON.createObjectNode();
    for (int i = 0; i < arguments.length; i += 2) {
      object.put(arguments[i], arguments[i + 1]);
    }
    return new Said.Call("", tool, object.toString());
  }

  /** A person who left it as it was did so because it was done. */
  private static String results(List<JsonNode> messages) {
    return messages.stream()
        .filter(one -> one.path("role").asText().equals("tool"))
        .map(one -> one.path("content").asText())
        .map(text -> text.contains("it may have been done") ? "posted" : text)
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    ended = true;
    release();
    model.close();
    deeds.close();
  }
}
