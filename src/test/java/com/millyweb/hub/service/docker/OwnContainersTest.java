package com.millyweb.hub.service.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.service.docker.OwnContainers.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The containers that the hub leaves alone because it needs them. */
class OwnContainersTest {
  private static final String ID =
      "47295b0aa9f1fe405708ce73c1d9b392a003c8e9f6e39c84b78d3db20848c80e";

  /** As Docker mounts a container's own files, and as a host sees those of others. */
  private static final String MOUNTS =
      """
      900 890 8:1 /var/lib/docker/containers/1111111111111111111111111111111111111111111111111111111111111111/mounts/shm /x rw
      901 890 8:1 /var/lib/docker/containers/%s/hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw
      """
          .formatted(ID);

  private static final OwnContainers IN_A_STACK =
      new OwnContainers(MOUNTS, new Address("docker-proxy", 2375), new Address("postgres", 5432));
  private static final JsonNode HUB = container(ID, "hub", "sha256:hub", "stack");

  private static JsonNode container(String id, String service, String image, String network) {
    return json(
        """
        {"Id": "%s", "Name": "/stack-%2$s-1", "Image": "%3$s",
         "Config": {"Image": "%2$s:1", "Labels": {"com.docker.compose.service": "%2$s"}},
         "NetworkSettings": {"Networks": {"%4$s": {"IPAddress": "10.0.0.9"}}}}
        """
            .formatted(id, service, image, network));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static @Nullable String reason(JsonNode container) {
    return IN_A_STACK.reason(container, HUB);
  }

  @Test
  void hub_knows_its_own_container_and_its_like() {
    assertThat(IN_A_STACK.ownId()).isEqualTo(ID);
    assertThat(reason(HUB)).contains("the hub itself");
    assertThat(reason(container("2", "hub-b", "sha256:hub", "stack"))).contains("the hub itself");
    assertThat(new OwnContainers("", null, null).ownId()).isNull();
  }

  @Test
  void proxy_and_database_are_found_by_their_names_in_a_network_of_the_hub() {
    assertThat(reason(container("3", "docker-proxy", "sha256:p", "stack")))
        .contains("reaches Docker through it");
    assertThat(reason(container("4", "postgres", "sha256:q", "stack"))).contains("own database");
    assertThat(reason(container("5", "postgres", "sha256:q", "another"))).isNull();
    assertThat(reason(container("6", "web", "sha256:w", "stack"))).isNull();
  }

  @Test
  void database_on_a_port_of_the_machine_is_found_by_its_port() {
    OwnContainers own =
        OwnContainers.here(null, "jdbc:postgresql://127.0.0.1:5433/hub?sslmode=disable");
    JsonNode database =
        json(
            """
            {"Id": "7", "NetworkSettings": {"Ports": {"5432/tcp": [{"HostPort": "5433"}]}}}
            """);
    assertThat(own.reason(database, null)).contains("own database");
    assertThat(OwnContainers.here(null, "jdbc:postgresql://127.0.0.1/hub").reason(database, null))
        .isNull();
    for (String machine : List.of("192.168.1.20", "host.docker.internal", "172.17.0.1", "nas")) {
      String url = "jdbc:postgresql://%s:5433/hub".formatted(machine);
      assertThat(OwnContainers.here(null, url).reason(database, HUB)).contains("own database");
    }
  }
}
