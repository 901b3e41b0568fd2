package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Whether a container may be updated. */
record UpdateCheck(EngineCalls calls, OwnContainers own) {
  /**
   * @param container as the engine shows it
   */
  void requireFit(String name, JsonNode container) throws Unfit {
    if (!container.path("Name").asText().equals("/" + name)) {
      throw new Unfit("A container is updated by its name, not by an id");
    }
    if (Update.isOfUpdate(name)) {
      throw new Unfit("%s is part of another update".formatted(name));
    }
    String reason = own.reason(container, own.hub(calls));
    if (reason != null) {
      throw new Unfit("%s is not updated by the hub: %s".formatted(name, reason));
    }
    if (!container.at("/State/Running").asBoolean() || container.at("/State/Paused").asBoolean()) {
      throw new Unfit(
          "%s does not run, so nothing would show whether the new one is well".formatted(name));
    }
    if (container.at("/HostConfig/AutoRemove").asBoolean()) {
      throw new Unfit(
          "%s was started with --rm: there would be no way back once it is stopped"
              .formatted(name));
    }
    if (container.at("/Config/Labels").has("com.docker.swarm.task.id")) {
      throw new Unfit("%s is a task of a swarm, which updates it itself".formatted(name));
    }
    List<String> guests = guests(container.path("Id").asText());
    if (!guests.isEmpty()) {
      throw new Unfit(
          "%s shares its network with %s, which would lose it"
              .formatted(name, String.join(", ", guests)));
    }
  }

  /** Containers that were made to use the network of this very one. */
  private List<String> guests(String id) {
    List<String> guests = new ArrayList<>();
    for (JsonNode one : calls.get("/containers/json")) {
      if (one.at("/HostConfig/NetworkMode").asText().equals("container:" + id)) {
        guests.add(Container.plain(one.path("Names").path(0).asText()));
      }
    }
    return guests;
  }

  /** What the container is to be made of. */
  static ImageReference image(Update update, JsonNode container) throws Unfit {
    String text = update.image() == null ? container.at("/Config/Image").asText() : update.image();
    ImageReference image = ImageReference.of(text);
    if (image == null) {
      throw new Unfit("'%s' names no image that can be pulled".formatted(text));
    }
    return image;
  }

  /** Why an update cannot go on, to be told to people. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message);
    }
  }
}
