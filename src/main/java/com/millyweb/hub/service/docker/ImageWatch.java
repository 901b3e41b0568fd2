package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.millyweb.hub.event.EventLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether registries have newer images for the containers that run, and tells of each once.
 */
final class ImageWatch {
  private static final Logger log = LoggerFactory.getLogger(ImageWatch.class);

  private final DockerEngine engine;
  private final ImageRegistry registry;
  private final Supplier<OwnContainers> own;
  private final UpdateStore store;
  private final EventLog events;
  private final UpdateMode mode;

  /** What went wrong is said once, until it goes well. */
  private final Set<String> troubles = new HashSet<>();

  /**
   * @param mode of containers without a label
   */
  ImageWatch(
      DockerEngine engine,
      ImageRegistry registry,
      Supplier<OwnContainers> own,
      UpdateStore store,
      EventLog events,
      UpdateMode mode) {
    this.engine = engine;
    this.registry = registry;
    this.own = own;
    this.store = store;
    this.events = events;
    this.mode = mode;
  }

  void look() {
    EngineCalls calls = engine.calls();
    String id = null;
    JsonNode hub = null;
    Map<String, String> digests = new HashMap<>();
    for (JsonNode listed : calls.get("/containers/json")) {
      UpdateMode wanted =
          UpdateMode.of(listed.path("Labels").path(UpdateMode.LABEL).asText(""), mode);
      if (wanted == UpdateMode.OFF) {
        continue;
      }
      if (id == null) {
        id = calls.get("/info").path("ID").asText();
        hub = own.get().hub(calls);
      }
      String name = Container.plain(listed.path("Names").path(0).asText());
      try {
        look(calls, id, hub, listed.path("Id").asText(), wanted, digests);
        troubles.remove(name);
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        // a registry that does not answer is no reason to leave out the containers of another
        if (troubles.add(name)) {
          log.warn("Whether there is a newer image for {} is not known: {}", name, e.getMessage());
        }
      }
    }
  }

  private void look(
      EngineCalls calls,
      String engineId,
      @Nullable JsonNode hub,
      String id,
      UpdateMode wanted,
      Map<String, String> digests) {
    JsonNode container = calls.find("/containers/" + id + "/json");
    ImageReference image =
        container == null ? null : ImageReference.of(container.at("/Config/Image").asText());
    if (container == null || image == null || image.isPinned()) {
      return;
    }
    String reason = own.get().reason(container, hub);
    String name = Container.plain(container.path("Name").asText());
    if (Update.isOfUpdate(name)) {
      // an update may have renamed it since the list was made, and decides what becomes of it
      return;
    }
    if (reason != null) {
      if (troubles.add(name + " is own")) {
        log.warn("{} has the label {}, but {}", name, UpdateMode.LABEL, reason);
      }
      return;
    }
    JsonNode current = calls.get("/images/" + container.path("Image").asText() + "/json");
    String digest = ImageRegistry.digestOf(current);
    if (digest == null) {
      return;
    }
    String newest = digests.computeIfAbsent(image.text(), text -> registry.digest(image));
    if (!ImageRegistry.has(current, newest) && !store.isTold(engineId, name, newest)) {
      tell(engineId, name, image, current, Objects.requireNonNull(newest), wanted);
    }
  }

  /** First the event, which is stored once because of its key, then the table. */
  private void tell(
      String engineId,
      String name,
      ImageReference image,
      JsonNode current,
      String newest,
      UpdateMode wanted) {
    var labels = new ImageLabels(current.at("/Config/Labels"));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", name);
    data.put("image", image.text());
    data.put("current", String.valueOf(ImageRegistry.digestOf(current)));
    data.put("digest", newest);
    data.put("version", labels.version());
    data.put("changes", labels.changes());
    data.put("mode", wanted.word());
    data.put("notice", name + "/" + newest.replace("sha256:", "").substring(0, 12));
    events.appendNow(
        EngineEvents.event("docker.image.update", name, data)
            .withTime(Instant.now())
            .withKey("%s/%s/update/%s".formatted(engineId, name, newest)),
        EventLog.PATIENCE);
    store.told(engineId, name, newest);
  }
}
