package com.millyweb.hub.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What senders send. */
public final class Samples {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SHARED = Path.of("../shared/payloads");

  /** The samples by the kind that sends them. */
  private static final Map<String, List<String>> BY_KIND =
      new TreeMap<>(
          Map.of(
              "alertmanager", List.of("alertmanager-alerts"),
              "gitea", List.of("gitea-push"),
              "github", List.of("github-push"),
              "gitlab", List.of("gitlab-merge-request"),
              "grafana", List.of("grafana-alerts"),
              "home-assistant", List.of("home-assistant-event", "home-assistant-coalesced"),
              "minio", List.of("minio-created", "minio-removed", "minio-rustfs"),
              "n8n", List.of("n8n-event"),
              "stripe", List.of("stripe-invoice-paid"),
              "uptime-kuma", List.of("uptime-kuma-down", "uptime-kuma-test")));

  private Samples() {}

  public static String read(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/ingress/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, List<String>> byKind() {
    Map<String, List<String>> bodies = new TreeMap<>();
    BY_KIND.forEach((kind, names) -> bodies.put(kind, names.stream().map(Samples::read).toList()));
    return bodies;
  }

  /** The payloads of the kind that lie beside the project, when they do. */
  static List<String> beside(String kind) {
    if (!Files.exists(SHARED)) {
      return List.of();
    }
    try (var files = Files.list(SHARED)) {
      List<String> bodies = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(kind) && name.endsWith(".json")) {
          bodies.add(Files.readString(file));
        }
      }
      return bodies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample with each of its values null in turn, and with each of them something else. */
  public static List<String> withHoles(String sample) {
    try {
      JsonNode tree = JSON.readTree(sample);
      List<String> holed = new ArrayList<>();
      for (JsonNode hole :
          List.of(
              NullNode.instance,
              JSON.readTree("{\"a\":[1]}"),
              JSON.readTree("[[null]]"),
              JSON.readTree("1e400"))) {
        dig(tree, tree, hole, holed);
        holed.add(hole.toString());
      }
      return holed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dig(JsonNode whole, JsonNode part, JsonNode hole, List<String> holed) {
    if (part instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode value = object.get(name);
        object.set(name, hole);
        holed.add(whole.toString());
        object.set(name, value);
        dig(whole, value, hole, holed);
      }
    } else if (part instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode value = array.get(i);
        array.set(i, hole);
        holed.add(whole.toString());
        array.set(i, value);
        dig(whole, value, hole, holed);
      }
    }
  }
}
