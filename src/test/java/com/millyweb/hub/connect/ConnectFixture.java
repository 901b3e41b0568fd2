package com.millyweb.hub.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.event.history.DeliveryState;
import com.millyweb.hub.event.history.DeliveryStatus;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.probe.HealthProbe;
import com.millyweb.hub.route.RouteFile;
import com.millyweb.hub.route.RouteFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A hub with routes that use connectors, and a look at what it stored. One may serve the stories of
 * a class, each after {@link #clear}.
 */
final class ConnectFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path routes;
  private final Path home;
  private final TestDatabase database = TestDatabase.create();
  private final Map<String, String> properties = new HashMap<>();
  private Map<String, String> started = Map.of();
  private HubFixture hub;

  ConnectFixture() {
    try {
      routes = Files.createTempDirectory("routes");
      home = Files.createTempDirectory("home");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    set("hub.home", home.toString());
    set("hub.route.watch", "false");
    set("hub.route.drain", "2s");
    set("hub.egress.allow", "127.0.0.1,localhost");
  }

  Path home() {
    return home;
  }

  <T> T bean(Class<T> type) {
    return hub.bean(type);
  }

  ConnectFixture set(String key, String value) {
    properties.put(key, value);
    return this;
  }

  /** A route that stores what comes, with {@code steps} in between. */
  ConnectFixture ingress(String name, String uri, String parameters, String steps, String event) {
    return write(
        "ingress/%s.camel.yaml".formatted(name),
        """
        - route:
            id: ingress.%s
            description: Stores what comes.
            from:
              uri: "%s"
              parameters:
        %s
              steps:
        %s
                - to:
                    uri: "%s"
        """
            .formatted(name, uri, parameters.indent(8).stripTrailing(), steps.indent(8), event));
  }

  ConnectFixture write(String file, String content) {
    try {
      Path path = routes.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hub that runs takes the routes up, unless its settings have changed. */
  ConnectFixture start() {
    if (hub != null && properties.equals(started)) {
      rescan();
      return this;
    }
    stop();
    hub = HubFixture.start(database, routes, properties);
    started = Map.copyOf(properties);
    return this;
  }

  void stop() {
    if (hub != null) {
      hub.close();
      hub = null;
    }
  }

  /** For the next story: without routes, and as if nothing had ever come. */
  void clear() throws IOException {
    for (File folder : Objects.requireNonNull(routes.toFile().listFiles(File::isDirectory))) {
      FileSystemUtils.deleteRecursively(folder);
    }
    if (hub != null) {
      Awaitility.await("the end of the routes")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                rescan();
                return hub.bean(RouteFiles.class).all().stream()
                    .allMatch(file -> file.routes().isEmpty());
              });
    }
    // one by one: the hub at work could hold some of them and wait for the others
    for (String table :
        List.of("event", "dedupe", "delivery", "delivery_history", "attempt", "trace")) {
      execute("truncate " + table);
    }
  }

  void rescan() {
    hub.bean(RouteFiles.class).rescan();
  }

  RouteFile file(String file) {
    return hub.bean(RouteFiles.class).find(file).orElseThrow();
  }

  /** The first problem of a file that does not run. */
  String problem(String file) {
    return file(file).problems().get(0).toString();
  }

  void append(String type, String json) {
    hub.bean(EventLog.class)
        .appendNow(
            NewEvent.json(type, "test", json.getBytes(StandardCharsets.UTF_8)),
            Duration.ofSeconds(10));
  }

  /** What is wrong with the connections; null when they stand. */
  String trouble() throws Exception {
    return hub.bean(ConnectProbe.class).probe().level() == HealthProbe.Level.UP
        ? null
        : hub.bean(ConnectProbe.class).probe().detail();
  }

  /** The data of the events of a type, the oldest first; JSON is parsed. */
  List<Object> events(String type) {
    return JdbcClient.create(database.dataSource())
        .sql("select data, content_type from event where type = ? order by id")
        .param(type)
        .query(
            (row, number) ->
                data(row.getBytes("data"), String.valueOf(row.getString("content_type"))))
        .list();
  }

  /** The dead letters, the oldest first. */
  List<DeliveryStatus> dead() {
    return hub.bean(DeliveryHistory.class).page(DeliveryState.dead, null, null, 100).items();
  }

  List<String> subjects(String type) {
    return JdbcClient.create(database.dataSource())
        .sql("select subject from event where type = ? order by id")
        .param(type)
        .query(String.class)
        .list();
  }

  private static Object data(byte[] bytes, String type) {
    try {
      return type.contains("json")
          ? JSON.readValue(bytes, Object.class)
          : new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Meanwhile {
    void run() throws Exception;
  }

  void whileTheLogTakesNothing(Meanwhile meanwhile) throws Exception {
    execute("alter table event rename to event_away");
    try {
      meanwhile.run();
    } finally {
      execute("alter table event_away rename to event");
    }
  }

  private void execute(String sql) {
    JdbcClient.create(database.dataSource()).sql(sql).update();
  }

  @Override
  public void close() {
    stop();
  }
}
