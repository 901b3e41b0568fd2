package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a container has of its own, and what it has from its image. */
class ReplacementTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID =
      "47295b0aa9f1fe405708ce73c1d9b392a003c8e9f6e39c84b78d3db20848c80e";

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode image(String id, String config) {
    return json("{'Id': '%s', 'Config': %s}".formatted(id, config));
  }

  private static JsonNode body(String container, String oldConfig) {
    return replacement(container, oldConfig)
        .body(Objects.requireNonNull(ImageReference.of("web:2")));
  }

  private static Replacement replacement(String container, String oldConfig) {
    return new Replacement(
        json(container.replace("ID", ID)),
        image("sha256:old", oldConfig),
        image("sha256:new", "{}"));
  }

  @Test
  void what_is_from_the_image_is_left_to_the_new_image() {
    JsonNode body =
        body(
            """
            {'Id': 'ID', 'Image': 'sha256:old', 'HostConfig': {'NetworkMode': 'none'},
             'Config': {'Hostname': '47295b0aa9f1', 'Env': ['MINE=1', 'PATH=/bin', 'VERSION=1'],
               'Cmd': ['serve'], 'Entrypoint': ['/run'], 'WorkingDir': '/app', 'User': 'me',
               'ExposedPorts': {'80/tcp': {}, '81/tcp': {}}, 'Volumes': {'/data': {}},
               'Labels': {'version': '1', 'mine': 'x', 'com.docker.compose.image': 'sha256:old'}}}
            """,
            """
            {'Env': ['PATH=/bin', 'VERSION=1'], 'Cmd': ['serve'], 'Entrypoint': ['/run'],
             'WorkingDir': '/app', 'User': 'web', 'ExposedPorts': {'80/tcp': {}},
             'Volumes': {'/data': {}}, 'Labels': {'version': '1'}}
            """);
    assertThat(body.path("Env").toString()).isEqualTo("[\"MINE=1\"]");
    assertThat(body.has("Cmd") || body.has("Entrypoint") || body.has("WorkingDir")).isFalse();
    assertThat(body.path("User").asText()).isEqualTo("me");
    assertThat(body.path("ExposedPorts").toString()).isEqualTo("{\"81/tcp\":{}}");
    assertThat(body.path("Volumes").isEmpty()).isTrue();
    assertThat(body.path("Labels").toString())
        .isEqualTo("{\"mine\":\"x\",\"com.docker.compose.image\":\"sha256:new\"}");
    assertThat(body.has("Hostname")).isFalse();
    assertThat(body.path("Image").asText()).isEqualTo("web:2");
  }

  @Test
  void command_is_kept_where_the_entry_point_is_the_makers() {
    JsonNode body =
        body(
            """
            {'Id': 'ID', 'HostConfig': {}, 'Config': {'Cmd': ['serve'], 'Entrypoint': ['/mine'],
             'Hostname': 'name'}}
            """,
            "{'Cmd': ['serve'], 'Entrypoint': ['/run']}");
    assertThat(body.path("Cmd").toString()).isEqualTo("[\"serve\"]");
    assertThat(body.path("Entrypoint").toString()).isEqualTo("[\"/mine\"]");
    assertThat(body.path("Hostname").asText()).isEqualTo("name");
  }

  @Test
  void volumes_without_a_name_and_links_and_unknown_settings_go_over() {
    JsonNode host =
        body(
                """
                {'Id': 'ID', 'Config': {},
                 'HostConfig': {'Binds': ['/srv:/srv:ro', 'db:/var/lib/data/'], 'Links': ['/db:/web/sql'], 'Soon': 7,
                   'Mounts': [{'Type': 'volume', 'Target': '/cache/'}]},
                 'Mounts': [
                   {'Type': 'bind', 'Destination': '/srv'},
                   {'Type': 'volume', 'Name': 'db', 'Destination': '/var/lib/data', 'RW': true},
                   {'Type': 'volume', 'Name': 'aaa', 'Destination': '/data', 'RW': true},
                   {'Type': 'volume', 'Name': 'bbb', 'Destination': '/ro', 'RW': false},
                   {'Type': 'volume', 'Name': 'ccc', 'Destination': '/cache', 'RW': true}]}
                """,
                "{}")
            .path("HostConfig");
    assertThat(host.path("Binds").toString())
        .isEqualTo("[\"/srv:/srv:ro\",\"db:/var/lib/data/\",\"aaa:/data\",\"bbb:/ro:ro\"]");
    assertThat(host.at("/Mounts/0/Source").asText()).isEqualTo("ccc");
    assertThat(host.path("Links").toString()).isEqualTo("[\"db:sql\"]");
    assertThat(host.path("Soon").asInt()).isEqualTo(7);
  }

  @Test
  void first_network_is_in_the_request_and_others_are_joined() {
    Replacement replacement =
        replacement(
            """
            {'Id': 'ID', 'Config': {}, 'HostConfig': {'NetworkMode': 'front'},
             'NetworkSettings': {'Networks': {
               'front': {'Aliases': ['www', '47295b0aa9f1'], 'IPAddress': '10.0.0.2',
                         'IPAMConfig': {'IPv4Address': '10.0.0.2'}, 'MacAddress': '02:42'},
               'back': {'Aliases': null, 'IPAMConfig': null}}}}
            """,
            "{}");
    JsonNode front =
        replacement
            .body(Objects.requireNonNull(ImageReference.of("web")))
            .at("/NetworkingConfig/EndpointsConfig");
    assertThat(front.toString())
        .isEqualTo(
            "{\"front\":{\"IPAMConfig\":{\"IPv4Address\":\"10.0.0.2\"},\"Aliases\":[\"www\"]}}");
    assertThat(replacement.furtherNetworks()).containsOnlyKeys("back");
  }

  @Test
  void container_in_the_network_of_another_has_neither_name_nor_ports() {
    JsonNode body =
        body(
            """
            {'Id': 'ID', 'HostConfig': {'NetworkMode': 'container:abc'},
             'Config': {'Hostname': 'other', 'ExposedPorts': {'80/tcp': {}}}}
            """,
            "{}");
    assertThat(body.has("Hostname") || body.has("ExposedPorts")).isFalse();
  }

  @Test
  void references_have_a_tag_and_ids_are_none() {
    assertThat(ImageReference.of("nginx")).hasToString("nginx:latest");
    assertThat(ImageReference.of("127.0.0.1:5000/a/b")).hasToString("127.0.0.1:5000/a/b:latest");
    assertThat(ImageReference.of("127.0.0.1:5000/a/b:1")).hasToString("127.0.0.1:5000/a/b:1");
    String pinned = "a/b@sha256:" + ID;
    assertThat(Objects.requireNonNull(ImageReference.of(pinned)).isPinned()).isTrue();
    assertThat(ImageReference.of("sha256:" + ID)).isNull();
    assertThat(ImageReference.of(ID)).isNull();
    assertThat(ImageReference.of("a b")).isNull();
    assertThat(ImageReference.of("a/../b?x=1")).isNull();
  }

  @Test
  void changes_are_read_at_the_releases_of_the_source() {
    assertThat(changes("source", "https://github.com/a/b.git"))
        .isEqualTo("https://github.com/a/b/releases");
    assertThat(changes("source", "https://gitlab.com/a/b/"))
        .isEqualTo("https://gitlab.com/a/b/-/releases");
    assertThat(changes("url", "https://example.org/")).isEqualTo("https://example.org/");
    assertThat(changes("url", "javascript:alert(1)")).isEmpty();
    assertThat(changes("source", "file:///etc/passwd")).isEmpty();
  }

  private static String changes(String label, String value) {
    return new ImageLabels(json("{'org.opencontainers.image.%s': '%s'}".formatted(label, value)))
        .changes();
  }
}
