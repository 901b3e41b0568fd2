package com.millyweb.hub.agent;

import static org.awaitility.Awaitility.await;

import com.millyweb.hub.agent.journal.Approvals;
import com.millyweb.hub.agent.journal.RunRow;
import com.millyweb.hub.agent.journal.StepRow;
import com.millyweb.hub.fake.FakeOllama;
import com.millyweb.hub.fixture.DeskRoutes;
import com.millyweb.hub.fixture.HubFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub with the loop, tools and an agent of its own, and a model that says what it is told. */
final class AgentDesk implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);
  static final String MODEL = "qwen3:8b";

  final FakeOllama model;
  final HubFixture hub;
  final Path routes;

  private AgentDesk(FakeOllama model, HubFixture hub, Path routes) {
    this.model = model;
    this.hub = hub;
    this.routes = routes;
  }

  /**
   * @param files below the folder of routes, by their path
   */
  static AgentDesk start(Path routes, Map<String, String> files) throws IOException {
    return start(routes, files, Map.of());
  }

  static AgentDesk start(Path routes, Map<String, String> files, Map<String, String> settings)
      throws IOException {
    FakeOllama model = FakeOllama.with(MODEL);
    folder(routes, files);
    Map<String, String> all = new TreeMap<>();
    all.put("hub.model", "ollama:" + MODEL);
    all.put("hub.ollama.url", model.url());
    all.put("hub.ollama.concurrency", "16");
    all.putAll(settings);
    return new AgentDesk(model, HubFixture.start(routes, all), routes);
  }

  /** The shipped loop, and what a test has beside it. */
  static void folder(Path routes, Map<String, String> files) throws IOException {
    DeskRoutes.loop(routes);
    for (var file : files.entrySet()) {
      Path path = routes.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  static String tool(String name, String hints, String steps) {
    return DeskRoutes.tool(name, hints, steps);
  }

  static String agent(String more) {
    return """
    description: Works at the desk of a test
    prompt: You work at a desk.
    tools: [desk]
    """
        + more;
  }

  UUID begin(String task) {
    return begin(task, null, List.of());
  }

  UUID begin(String task, String conversation, List<String> taint) {
    return begin(Runs.newId(), task, conversation, taint);
  }

  UUID begin(UUID id, String task, String conversation, List<String> taint) {
    runs()
        .start(
            new NewRun(
                id,
                "clerk",
                task,
                conversation,
                NewRun.TENANT,
                "anna",
                new NewRun.Origin("api", null, null),
                taint,
                null,
                null,
                0,
                null,
                null,
                null),
            null);
    return id;
  }

  RunRow end(UUID run) {
    await().atMost(LONG).until(() -> runs().find(run).filter(row -> !row.isActive()).isPresent());
    return run(run);
  }

  RunRow run(UUID run) {
    return runs().find(run).orElseThrow();
  }

  List<StepRow> steps(UUID run) {
    return runs().steps(run);
  }

  /** The question that a run asks people next. */
  Approvals.Approval question(UUID run) {
    await().atMost(LONG).until(() -> open(run).size() == 1);
    return open(run).get(0);
  }

  private List<Approvals.Approval> open(UUID run) {
    return hub.bean(Approvals.class).ofRun(run).stream()
        .filter(Approvals.Approval::isOpen)
        .toList();
  }

  Runs runs() {
    return hub.bean(Runs.class);
  }

  /** How many notices have these words. */
  long told(String words) {
    return hub.bean(JdbcClient.class)
        .sql(
            "select count(*) from event where type = 'notify.inbox' and position(:words in convert_from(data, 'UTF8')) > 0")
        .param("words", words)
        .query(Long.class)
        .single();
  }

  long events(String type) {
    return hub.bean(JdbcClient.class)
        .sql("select count(*) from event_log where type = :type")
        .param("type", type)
        .query(Long.class)
        .single();
  }

  /** What became of the event for the time when the question of a run runs out. */
  String expiry(UUID run) {
    return hub.bean(JdbcClient.class)
        .sql(
            """
            select coalesce(h.outcome || ': ' || h.reason, h.outcome, 'to come')
              from event left join delivery_history h on h.event_id = event.id
             where type = 'agent.expiry' and subject = :run
            """)
        .param("run", run.toString())
        .query(String.class)
        .single();
  }

  /** Whether the filter of a flow has turned down an event with these words. */
  boolean filtered(String flow, String words) {
    return hub.bean(JdbcClient.class)
        .sql(
            """
            select exists (select from delivery_history
                             join subscription on subscription.id = delivery_history.subscription
                             join event on event.id = event_id
                            where outcome = 'filtered' and name = :flow
                              and position(:words in convert_from(data, 'UTF8')) > 0)
            """)
        .param("flow", flow)
        .param("words", words)
        .query(Boolean.class)
        .single();
  }

  @Override
  public void close() {
    hub.close();
    model.close();
  }
}
