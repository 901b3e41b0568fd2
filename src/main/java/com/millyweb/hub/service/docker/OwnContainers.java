package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The containers that the hub would cut itself off by: its own, and what it reaches the engine and
 * its database through.
 *
 * @param mounts {@code /proc/self/mountinfo}, where a container's own files have its id in their
 *     path
 * @param engine null for a socket
 * @param database null for the embedded one
 */
record OwnContainers(String mounts, @Nullable Address engine, @Nullable Address database) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Pattern OWN_ID =
      Pattern.compile("/([0-9a-f]{64})/(?:hostname|hosts|resolv\\.conf) /etc/");
  private static final Pattern ADDRESS =
      Pattern.compile("^[a-z:]*//(?:[^@/]*@)?([^:/?,\\s]+)(?::(\\d{1,5}))?");
  private static final int POSTGRES = 5432;

  static OwnContainers here(@Nullable String engine, @Nullable String database) {
    String mounts;
    try {
      mounts = Files.isReadable(MOUNTS) ? Files.readString(MOUNTS) : "";
    } catch (IOException e) {
      mounts = "";
    }
    boolean tcp = engine != null && engine.startsWith("tcp:");
    return new OwnContainers(mounts, tcp ? address(engine) : null, address(database));
  }

  private static @Nullable Address address(@Nullable String url) {
    Matcher address = ADDRESS.matcher(url == null ? "" : url);
    if (!address.find()) {
      return null;
    }
    String port = address.group(2);
    return new Address(address.group(1), port == null ? POSTGRES : Integer.parseInt(port));
  }

  /** The container that the hub runs in; null outside of one. */
  @Nullable JsonNode hub(EngineCalls calls) {
    String id = ownId();
    return id == null ? null : calls.find("/containers/" + id + "/json");
  }

  /** Null outside of a container. */
  @Nullable String ownId() {
    Matcher id = OWN_ID.matcher(mounts);
    return id.find() ? id.group(1) : null;
  }

  /**
   * Why the hub does not update a container; null when it may.
   *
   * @param container as the engine shows it
   * @param hub the hub's own container; null outside of one
   */
  @Nullable String reason(JsonNode container, @Nullable JsonNode hub) {
    if (container.path("Id").asText().equals(ownId())
        || hub != null && container.path("Image").equals(hub.path("Image"))) {
      return "it is the hub itself, which cannot watch over its own replacement";
    }
    boolean proxy = container.at("/Config/Image").asText().contains("socket-proxy");
    if (proxy || engine != null && engine.leadsTo(container, hub)) {
      return "the hub reaches Docker through it, and could not finish or take back what it began";
    }
    if (database != null && database.leadsTo(container, hub)) {
      return "it holds the hub's own database, without which the hub cannot finish or take back what"
          + " it began";
    }
    return null;
  }

  /** Where the hub reaches something. */
  record Address(String host, int port) {
    /**
     * A machine has more names and addresses than the hub can know, so whoever publishes the port
     * is taken for it. A name is known only in the networks that the hub is in.
     */
    boolean leadsTo(JsonNode container, @Nullable JsonNode hub) {
      if (publishes(container)) {
        return true;
      }
      for (JsonNode network : container.at("/NetworkSettings/Networks")) {
        if (network.path("IPAddress").asText().equals(host)) {
          return true;
        }
      }
      return isNamed(container) && (hub == null || haveNetworkInCommon(container, hub));
    }

    private boolean isNamed(JsonNode container) {
      if (Container.plain(container.path("Name").asText()).equals(host)
          || container.at("/Config/Hostname").asText().equals(host)
          || container.at("/Config/Labels/com.docker.compose.service").asText().equals(host)) {
        return true;
      }
      for (JsonNode network : container.at("/NetworkSettings/Networks")) {
        for (JsonNode alias : network.path("Aliases")) {
          if (alias.asText().equals(host)) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean haveNetworkInCommon(JsonNode one, JsonNode other) {
      JsonNode others = other.at("/NetworkSettings/Networks");
      for (var network : one.at("/NetworkSettings/Networks").properties()) {
        if (others.has(network.getKey())) {
          return true;
        }
      }
      return false;
    }

    private boolean publishes(JsonNode container) {
      for (JsonNode bindings : container.at("/NetworkSettings/Ports")) {
        for (JsonNode binding : bindings) {
          if (binding.path("HostPort").asText().equals(String.valueOf(port))) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
