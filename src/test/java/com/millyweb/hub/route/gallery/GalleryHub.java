package com.millyweb.hub.route.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A hub with flows of the gallery that a user copied, and what it did with events. */
final class GalleryHub implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HubFixture hub;

  private GalleryHub(HubFixture hub) {
    this.hub = hub;
  }

  /** The project's own routes in a folder of a user's. */
  static Path ownRoutes(Path folder) throws IOException {
    Path own = Path.of("routes");
    try (Stream<Path> files = Files.walk(own)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path inside = own.relativize(file);
        if (!inside.startsWith("gallery")) {
          Path copy = folder.resolve(inside);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    return folder;
  }

  /**
   * Without the flows that tell of the same events, so that the inbox holds the copied flows'
   * notices alone.
   */
  static Path quietRoutes(Path folder) throws IOException {
    for (String file :
        List.of(
            "notify/inbox.camel.yaml",
            "notify/press.camel.yaml",
            "notify/slack.camel.yaml",
            "ingress/door.camel.yaml",
            "ingress/bearer.camel.yaml",
            "policy/door.camel.yaml")) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("routes").resolve(file), copy);
    }
    return folder;
  }

  static void copy(Path routes, String... names) throws IOException {
    for (String name : names) {
      flow(name).copy(routes);
    }
  }

  static GalleryFlow flow(String name) throws IOException {
    return Gallery.flows().stream()
        .filter(flow -> flow.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** As a user would edit a copied flow. */
  static void edit(Path routes, String file, UnaryOperator<String> edit) throws IOException {
    Path path = routes.resolve(file);
    String before = Files.readString(path);
    String after = edit.apply(before);
    Assertions.assertThat(after).isNotEqualTo(before);
    Files.writeString(path, after);
  }

  static GalleryHub start(Path routes, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("hub.route.watch", "false");
    return new GalleryHub(HubFixture.start(routes, all));
  }

  HubFixture hub() {
    return hub;
  }

  UUID append(String type, String subject, String data) {
    var event = NewEvent.json(type, "test", data.getBytes(StandardCharsets.UTF_8));
    return hub.bean(EventLog.class)
        .appendNow(subject == null ? event : event.withSubject(subject), PATIENCE)
        .id();
  }

  /** The sample that lies beside a flow. */
  UUID sample(String flow, String type, String subject) throws IOException {
    return append(
        type, subject, GalleryHub.flow(flow).files().get("flow/samples/%s.json".formatted(flow)));
  }

  /** Waits until a flow has handled an event. */
  void awaitDone(String route, UUID event) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                Assertions.assertThat(outcomes(route, event))
                    .as(troubles())
                    .containsExactly("done"));
  }

  private List<String> outcomes(String route, UUID event) {
    return jdbc()
        .sql(
            """
            select h.outcome from delivery_history h join subscription s on s.id = h.subscription
            where s.name = ? and h.event_id = ?
            """)
        .params(route, event)
        .query(String.class)
        .list();
  }

  /** Waits until the inbox holds these notices, by title, and nothing else. */
  void awaitTitles(String... titles) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                Assertions.assertThat(notices().stream().map(GalleryHub::title))
                    .as(troubles())
                    .containsExactlyInAnyOrder(titles));
  }

  JsonNode notice(String title) {
    awaitNotice(title);
    return notices().stream()
        .filter(notice -> title.equals(title(notice)))
        .findFirst()
        .orElseThrow();
  }

  void awaitNotice(String title) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                Assertions.assertThat(notices().stream().map(GalleryHub::title))
                    .as(troubles())
                    .contains(title));
  }

  List<JsonNode> notices() {
    List<JsonNode> notices = new ArrayList<>();
    Http.asAdmin(hub).get("/api/notices?limit=100").json().path("items").forEach(notices::add);
    return notices;
  }

  /** The title, or the text of a notice that has none. */
  static String title(JsonNode notice) {
    String title = notice.path("title").asText("");
    return title.isEmpty() || title.equals("null") ? notice.path("text").asText() : title;
  }

  void press(JsonNode notice, int action) {
    Assertions.assertThat(
            Http.asAdmin(hub)
                .post(
                    "/api/notices/%s/actions".formatted(notice.path("id").asText()),
                    "{\"action\":%d}".formatted(action))
                .status())
        .isEqualTo(200);
  }

  List<String> rows(String sql) {
    return jdbc().sql(sql).query(String.class).list();
  }

  /** Why deliveries failed, so that a story that does not come true says so. */
  String troubles() {
    return String.join(
        "\n",
        rows(
            """
            select coalesce(s.name, '?') || ': ' || coalesce(d.error, d.reason, '') from delivery d
            left join subscription s on s.id = d.subscription where d.failures > 0 or d.state = 3 limit 3
            """));
  }

  /** No delivery failed, not even once. */
  void assertNothingFailed() {
    Assertions.assertThat(troubles()).isEmpty();
    Assertions.assertThat(rows("select error from attempt where outcome <> 'returned'")).isEmpty();
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(hub.database().dataSource());
  }

  @Override
  public void close() {
    hub.close();
  }
}
