package com.millyweb.hub.route;

import static com.millyweb.hub.route.RoutesFixture.door;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import com.millyweb.hub.route.RouteFile.Origin;
import com.millyweb.hub.route.RouteFile.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's folder lies on the jar's routes, file by file; what cannot be read is not gone. */
class RouteLayersTest {
  private static final Map<String, String> LAYERED =
      Map.of("hub.route.watch", "false", "hub.route.packaged", "true");

  private static final String PUSH = "flow/push-to-chat.camel.yaml";
  private static final String PING = "flow/ping-pong.camel.yaml";
  private static final String STATUS = "flow/status.camel.yaml";
  private static final String DIGEST = "flow/daily-digest.camel.yaml";
  private static final String MINE = "ingress/mine.camel.yaml";

  @Test
  void folder_lies_on_top_of_the_jar_and_what_was_deleted_there_stays_deleted(
      @TempDir Path elsewhere) throws Exception {
    var routes = RoutesFixture.prepare();
    routes
        .write(MINE, door("mine", "/t/mine", "mine"))
        .write(PING, flow("ping-pong", "My own"))
        .write(STATUS, "# I do not want it\n")
        .write(DIGEST, flow("daily-digest", "Wrong").replace("to:", "too:"));
    try (routes) {
      routes.start(LAYERED);

      Map<String, JsonNode> api = api(routes.hub());
      assertThat(told(api.get(MINE))).isEqualTo("running, folder");
      assertThat(told(api.get(PING))).isEqualTo("running, folder");
      assertThat(told(api.get(PUSH))).isEqualTo("running, jar");
      assertThat(told(api.get(STATUS))).isEqualTo("switched-off, folder");
      assertThat(routes.file(PING).routes().get(0).description()).isEqualTo("My own");
      assertThat(routes.file(STATUS).routes()).isEmpty();
      assertThat(routes.get("/t/mine").body()).isEqualTo("mine");
      assertThat(routes.files().summary())
          .startsWith("3 files run from here, ")
          .contains("switched off: " + STATUS);
      // the user's file is bad and never ran: the packaged one does meanwhile
      assertThat(routes.file(DIGEST).state()).isEqualTo(State.QUARANTINED);
      assertThat(routes.file(DIGEST).routes().get(0).description()).doesNotContain("Wrong");

      routes.write(PUSH, flow("push-to-chat", "Mine now")).rescan();
      assertThat(routes.file(PUSH).origin()).isEqualTo(Origin.FOLDER);
      assertThat(routes.file(PUSH).routes().get(0).description()).isEqualTo("Mine now");
      routes.delete(PUSH);
      routes.delete(STATUS);
      routes.rescan();
      assertThat(routes.files().find(PUSH)).isEmpty();
      assertThat(routes.files().find(STATUS)).isEmpty();

      routes.close();
      routes.delete(PING);
      routes.start(LAYERED);

      assertThat(routes.files().find(PUSH)).isEmpty();
      assertThat(routes.files().find(STATUS)).isEmpty();
      assertThat(routes.files().find(PING)).isEmpty();
      assertThat(routes.files().versions(PING).get(0).verdict()).isEqualTo("removed");
      assertThat(routes.file(MINE).state()).isEqualTo(State.RUNNING);
      assertThat(routes.file("flow/silence.camel.yaml").origin()).isEqualTo(Origin.JAR);

      // what this folder deleted is there for a hub that has another one
      var history = routes.hub().bean(RouteHistory.class);
      var other =
          new RouteLayers(
                  RouteFolder.of(elsewhere, System::nanoTime),
                  new PackagedRoutes(true),
                  new NoticeFiles(
                      RouteFolder.of(elsewhere, System::nanoTime), new PackagedRoutes(true)),
                  history)
              .start();
      assertThat(other.packaged()).extracting(RouteText::file).contains(PING, PUSH, STATUS);
      assertThat(other.deleted()).isEmpty();
    }
  }

  @Test
  void what_was_deleted_in_a_clone_is_not_packaged_any_more() throws Exception {
    Path built =
        Path.of(PackagedRoutes.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("routes/flow/deleted-in-the-clone.camel.yaml");
    assumeTrue(Files.isDirectory(built.getParent()), "skipped: not built from a clone");
    Files.writeString(built, flow("deleted-in-the-clone", "Left there by an earlier build"));
    try {
      assertThat(new PackagedRoutes(true).files())
          .containsKey(PUSH)
          .doesNotContainKey("flow/" + built.getFileName());
      assertThat(new PackagedRoutes(false).files()).isEmpty();
    } finally {
      Files.delete(built);
    }
  }

  @Test
  void what_can_not_be_read_is_told_and_runs_on_while_the_rest_is_edited() throws Exception {
    var routes = RoutesFixture.prepare();
    String kept = "ingress/kept.camel.yaml";
    String blocked = "ingress/deep/blocked.camel.yaml";
    routes
        .write(MINE, door("mine", "/t/mine", "one"))
        .write(kept, door("kept", "/t/kept", "kept"))
        .write(blocked, door("deep.blocked", "/t/blocked", "blocked"));
    try (routes) {
      routes.start();
      assertThat(routes.get("/t/blocked").body()).isEqualTo("blocked");

      Files.createSymbolicLink(routes.folder.resolve("ingress/loop"), Path.of(".."));
      Path away = routes.folder.resolveSibling(routes.folder.getFileName() + "-away");
      Files.move(routes.folder.resolve("ingress/deep"), away);
      // a link that leads to itself
      Files.createSymbolicLink(routes.folder.resolve("ingress/deep"), Path.of("deep"));
      // it can be listed, but reading it fails for everybody
      Files.delete(routes.folder.resolve(kept));
      Files.createSymbolicLink(routes.folder.resolve(kept), Path.of("/proc/self/mem"));
      routes.write("ingress/x.yml", "- route: {}").write(MINE, door("mine", "/t/mine", "two"));
      routes.rescan();
      routes.rescan();

      assertThat(routes.get("/t/mine").body()).isEqualTo("two");
      assertThat(routes.get("/t/kept").body()).isEqualTo("kept");
      assertThat(routes.get("/t/blocked").body()).isEqualTo("blocked");
      troublesAreTold(routes, kept);

      routes.close();
      routes.start();

      assertThat(routes.get("/t/mine").body()).isEqualTo("two");
      assertThat(routes.get("/t/kept").body()).isEqualTo("kept");
      assertThat(routes.get("/t/blocked").body()).isEqualTo("blocked");
      troublesAreTold(routes, kept);

      Files.delete(routes.folder.resolve("ingress/loop"));
      Files.delete(routes.folder.resolve("ingress/deep"));
      Files.delete(routes.folder.resolve(kept));
      routes.write(kept, door("kept", "/t/kept", "read again")).rescan();

      assertThat(routes.get("/t/kept").body()).isEqualTo("read again");
      assertThat(routes.get("/t/mine").body()).isEqualTo("two");
      assertThat(routes.hub().bean(RoutesProbe.class).probe().level()).isEqualTo(Level.UP);
    }
  }

  private static void troublesAreTold(RoutesFixture routes, String unreadable) {
    assertThat(routes.file("ingress/loop").state()).isEqualTo(State.UNREADABLE);
    assertThat(routes.file("ingress/loop").problems())
        .singleElement()
        .asString()
        .contains("link to a folder above it");
    assertThat(routes.file("ingress/deep").state()).isEqualTo(State.UNREADABLE);
    assertThat(routes.file(unreadable).state()).isEqualTo(State.UNREADABLE);
    assertThat(routes.file("ingress/x.yml").state()).isEqualTo(State.IGNORED);
    assertThat(routes.file("ingress/x.yml").problems())
        .singleElement()
        .asString()
        .contains("never read", "x.camel.yaml");
    var status = routes.hub().bean(RoutesProbe.class).probe();
    assertThat(status.level()).isEqualTo(Level.DEGRADED);
    assertThat(status.detail()).contains("ingress/loop", "ingress/deep", unreadable);
  }

  private static String told(JsonNode file) {
    return file.path("state").asText() + ", " + file.path("origin").asText();
  }

  private static Map<String, JsonNode> api(HubFixture hub) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(hub.url() + "/api/routes"))
            .header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN)
            .build();
    JsonNode answer =
        new ObjectMapper()
            .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    Map<String, JsonNode> files = new HashMap<>();
    answer.path("items").forEach(file -> files.put(file.path("file").asText(), file));
    return files;
  }

  private static String flow(String name, String description) {
    return """
        - route:
            id: flow.%s
            description: %s
            from:
              uri: event:layers.%s
              steps:
                - to: notify:ops
        """
        .formatted(name, description, name);
  }
}
