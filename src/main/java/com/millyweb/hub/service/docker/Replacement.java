package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A container like another one, of a newer image. What the old one has from its image and not from
 * its maker is left to the new image.
 *
 * @param container that it replaces, as the engine shows it
 * @param oldImage of that container
 * @param newImage that it will have
 */
record Replacement(JsonNode container, JsonNode oldImage, JsonNode newImage) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Taken from the image as a whole by who says nothing of it. */
  private static final List<String> OF_IMAGE =
      List.of("User", "WorkingDir", "Healthcheck", "StopSignal", "Shell");

  /** What a maker says of a container in a network; the rest is what came of it. */
  private static final List<String> OF_NETWORK =
      List.of("IPAMConfig", "Links", "DriverOpts", "GwPriority");

  private static final Pattern OWN_NETWORK = Pattern.compile("|default|bridge|host|none|nat");
  private static final int SHORT_ID = 12;
  private static final String COMPOSE_IMAGE = "com.docker.compose.image";

  /** The body of the request that makes it, in its first network. */
  ObjectNode body(ImageReference image) {
    ObjectNode body = config();
    body.put("Image", image.text());
    body.set("HostConfig", host());
    String mode = networkMode();
    networks()
        .forEach(
            (name, settings) -> {
              if (isFirst(name, mode)) {
                body.putObject("NetworkingConfig").putObject("EndpointsConfig").set(name, settings);
              }
            });
    return body;
  }

  /** The networks that it joins before its start: old engines take only one when it is made. */
  Map<String, ObjectNode> furtherNetworks() {
    Map<String, ObjectNode> further = networks();
    String mode = networkMode();
    further.keySet().removeIf(name -> isFirst(name, mode));
    return further;
  }

  private ObjectNode config() {
    ObjectNode config = container.path("Config").deepCopy();
    JsonNode old = oldImage.path("Config");
    OF_IMAGE.forEach(
        name -> {
          if (config.path(name).equals(old.path(name))) {
            config.remove(name);
          }
        });
    // the command of an image goes with its entry point
    if (same(config, old, "Entrypoint")) {
      config.remove("Entrypoint");
      if (same(config, old, "Cmd")) {
        config.remove("Cmd");
      }
    }
    config.set("Env", without(config.path("Env"), old.path("Env")));
    config.set("Labels", labels(config.path("Labels"), old.path("Labels")));
    config.set("ExposedPorts", without(config.path("ExposedPorts"), old.path("ExposedPorts")));
    config.set("Volumes", without(config.path("Volumes"), old.path("Volumes")));
    config.remove(List.of("Image", "OnBuild"));
    String hostname = config.path("Hostname").asText();
    boolean ofItsId = id().startsWith(hostname) && hostname.length() == SHORT_ID;
    boolean ofAnother =
        isOfContainer() || "host".equals(container.at("/HostConfig/UTSMode").asText());
    if (ofItsId || ofAnother) {
      config.remove("Hostname");
    }
    if (isOfContainer()) {
      config.remove("ExposedPorts");
    }
    if (config.path("MacAddress").asText("").isEmpty()) {
      config.remove("MacAddress");
    }
    return config;
  }

  private static boolean same(JsonNode one, JsonNode other, String name) {
    return one.path(name).isEmpty() && other.path(name).isEmpty()
        || one.path(name).equals(other.path(name));
  }

  private static ArrayNode asArray(Iterable<JsonNode> items) {
    ArrayNode array = JSON.arrayNode();
    items.forEach(array::add);
    return array;
  }

  private static JsonNode without(JsonNode all, JsonNode taken) {
    if (all.isArray()) {
      Set<JsonNode> out = new HashSet<>();
      taken.forEach(out::add);
      ArrayNode left = asArray(all);
      left.removeIf(out::contains);
      return left;
    }
    ObjectNode left = JSON.objectNode();
    all.properties()
        .forEach(
            entry -> {
              if (!taken.has(entry.getKey())) {
                left.set(entry.getKey(), entry.getValue());
              }
            });
    return left;
  }

  private ObjectNode labels(JsonNode all, JsonNode ofImage) {
    ObjectNode left = JSON.objectNode();
    all.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().equals(ofImage.path(entry.getKey()))) {
                left.set(entry.getKey(), entry.getValue());
              }
            });
    // otherwise the next "docker compose up" would make the container once more
    if (left.path(COMPOSE_IMAGE).asText().equals(container.path("Image").asText())) {
      left.put(COMPOSE_IMAGE, newImage.path("Id").asText());
    }
    return left;
  }

  private ObjectNode host() {
    ObjectNode host = container.path("HostConfig").deepCopy();
    host.remove("ContainerIDFile");
    if (host.path("Links").isArray()) {
      // shown as /target:/name/alias, taken as target:alias
      ArrayNode links = JSON.arrayNode();
      host.path("Links")
          .forEach(
              link -> links.add(link.asText().replaceFirst("^/?([^:]+):.*/([^/]+)$", "$1:$2")));
      host.set("Links", links);
    }
    keepVolumes(host);
    return host;
  }

  /** Volumes without a name of their own go over to the new container. */
  private void keepVolumes(ObjectNode host) {
    Set<String> named = new HashSet<>();
    ArrayNode binds = asArray(host.path("Binds"));
    binds.forEach(bind -> named.add(destination(bind.asText())));
    ArrayNode mounts = asArray(host.path("Mounts"));
    for (JsonNode mount : mounts) {
      named.add(plain(mount.path("Target").asText()));
      if ("volume".equals(mount.path("Type").asText())
          && mount.path("Source").asText("").isEmpty()) {
        String volume = volumeAt(mount.path("Target").asText());
        if (!volume.isEmpty()) {
          ((ObjectNode) mount).put("Source", volume);
        }
      }
    }
    for (JsonNode mount : container.path("Mounts")) {
      String destination = mount.path("Destination").asText();
      if ("volume".equals(mount.path("Type").asText()) && !named.contains(destination)) {
        binds.add(
            "%s:%s%s"
                .formatted(
                    mount.path("Name").asText(),
                    destination,
                    mount.path("RW").asBoolean(true) ? "" : ":ro"));
      }
    }
    host.set("Binds", binds);
    host.set("Mounts", mounts);
  }

  private static String destination(String bind) {
    String[] parts = bind.split(":");
    return plain(parts.length > 1 ? parts[1] : parts[0]);
  }

  /** As the engine shows it: without slashes at its end. */
  private static String plain(String destination) {
    return destination.replaceFirst("(?<=.)/+$", "");
  }

  private String volumeAt(String destination) {
    for (JsonNode mount : container.path("Mounts")) {
      if (mount.path("Destination").asText().equals(plain(destination))) {
        return mount.path("Name").asText("");
      }
    }
    return "";
  }

  private String networkMode() {
    return container.at("/HostConfig/NetworkMode").asText("");
  }

  private boolean isOfContainer() {
    return networkMode().startsWith("container:");
  }

  private boolean isFirst(String network, String mode) {
    JsonNode id =
        container.path("NetworkSettings").path("Networks").path(network).path("NetworkID");
    return network.equals(mode) || id.asText("").equals(mode);
  }

  /** The networks that somebody made, with what was said of the container in them. */
  private Map<String, ObjectNode> networks() {
    Map<String, ObjectNode> networks = new LinkedHashMap<>();
    container
        .path("NetworkSettings")
        .path("Networks")
        .properties()
        .forEach(
            entry -> {
              if (!OWN_NETWORK.matcher(entry.getKey()).matches()) {
                networks.put(entry.getKey(), settings(entry.getValue()));
              }
            });
    return networks;
  }

  private ObjectNode settings(JsonNode network) {
    ObjectNode settings = JSON.objectNode();
    OF_NETWORK.forEach(
        name -> {
          if (!network.path(name).isMissingNode() && !network.path(name).isNull()) {
            settings.set(name, network.path(name));
          }
        });
    ArrayNode aliases = asArray(network.path("Aliases"));
    aliases.removeIf(alias -> id().startsWith(alias.asText()) && alias.asText().length() == 12);
    settings.set("Aliases", aliases);
    String mac = container.at("/Config/MacAddress").asText("");
    if (!mac.isEmpty() && mac.equals(network.path("MacAddress").asText())) {
      settings.put("MacAddress", mac);
    }
    return settings;
  }

  private String id() {
    return container.path("Id").asText();
  }
}
