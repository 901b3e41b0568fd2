package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import com.millyweb.hub.event.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of what an engine says: {@code docker.container.die} and its like, with the
 * container's name as subject.
 */
final class EngineEvents {
  private static final Logger log = LoggerFactory.getLogger(EngineEvents.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCE = "docker";
  private static final String HEALTH = "health_status: ";

  /** What people and flows have a use for; execs and copies come by the thousand. */
  private static final Set<String> OF_CONTAINERS =
      Set.of(
          "create", "start", "die", "oom", "stop", "restart", "pause", "unpause", "rename",
          "destroy");

  private static final Set<String> OF_IMAGES = Set.of("pull", "tag", "untag", "delete", "import");

  /** An engine gives a container 10 s to stop, others are told to give it more. */
  private static final Duration STOPPING = Duration.ofMinutes(5);

  private static final int MOST_REMEMBERED = 1_000;

  /**
   * Those that ask a container to end, as its image's STOPSIGNAL says: INT, QUIT, TERM, RTMIN+3.
   */
  private static final Set<String> STOP_SIGNALS = Set.of("2", "3", "15", "37");

  private final String engine;
  private final DockerClient client;
  private final Endings endings;
  private final Map<String, Instant> asked = bounded();
  private final Map<String, Instant> outOfMemory = bounded();

  EngineEvents(String engine, DockerClient client, Endings endings) {
    this.engine = engine;
    this.client = client;
    this.endings = endings;
  }

  private static Map<String, Instant> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }

  /** An event to store, and the end of a container that it tells of. */
  record Told(NewEvent event, Endings.@Nullable End end) {}

  /** When it happened. */
  static Instant time(Event event) {
    Long nanos = event.getTimeNano();
    Long seconds = event.getTime();
    Instant time =
        nanos == null
            ? Instant.ofEpochSecond(seconds == null ? 0 : seconds)
            : Instant.EPOCH.plusNanos(nanos);
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /** Remembers what explains the end of a container: somebody stopped it, or memory ran out. */
  void remember(Event event) {
    EventActor actor = event.getActor();
    String action = event.getAction();
    if (actor == null || actor.getId() == null || action == null) {
      return;
    }
    String id = actor.getId();
    if (action.equals("kill")
        && STOP_SIGNALS.contains(attributes(actor).getOrDefault("signal", ""))) {
      asked.put(id, time(event));
    } else if (action.equals("oom")) {
      outOfMemory.put(id, time(event));
    } else if (action.equals("start")) {
      asked.remove(id);
      outOfMemory.remove(id);
    }
  }

  /** What the hub stores of an event; null for what nobody has a use for. */
  @Nullable Told read(Event event) throws InterruptedException {
    EventActor actor = event.getActor();
    String action = event.getAction();
    if (actor == null || actor.getId() == null || action == null) {
      return null;
    }
    if (event.getType() == EventType.IMAGE && OF_IMAGES.contains(action)) {
      return new Told(image(event, actor, action), null);
    }
    if (event.getType() != EventType.CONTAINER) {
      return null;
    }
    if (action.equals("die")) {
      return died(event, actor);
    }
    String kind = action.startsWith(HEALTH) ? action.substring(HEALTH.length()).strip() : action;
    boolean told = OF_CONTAINERS.contains(action) || kind.matches("(un)?healthy");
    return told ? new Told(container(event, actor, kind), null) : null;
  }

  private NewEvent image(Event event, EventActor actor, String action) {
    Map<String, Object> data = new LinkedHashMap<>();
    String name = attributes(actor).getOrDefault("name", actor.getId());
    data.put("id", actor.getId());
    data.put("name", name);
    return event(engine, "docker.image." + action, name, actor.getId(), action, time(event), data);
  }

  private NewEvent container(Event event, EventActor actor, String kind) {
    String name = name(actor);
    return event(
        engine,
        "docker.container." + kind,
        name,
        actor.getId(),
        kind,
        time(event),
        facts(actor, name));
  }

  /** Null for an end that was told already. */
  private @Nullable Told died(Event event, EventActor actor) throws InterruptedException {
    String id = actor.getId();
    String name = name(actor);
    Container now = inspect(id);
    Instant at = Endings.time(time(event), now);
    if (endings.isTold(id, at)) {
      return null;
    }
    boolean running = now != null && now.isRunning();
    Instant stopped = asked.remove(id);
    boolean oom = outOfMemory.remove(id) != null || now != null && !running && now.isOutOfMemory();
    var death =
        new Death(
            number(attributes(actor).get("exitCode")),
            stopped != null && stopped.plus(STOPPING).isAfter(at),
            oom);
    return endings.told(
        new Endings.End(id, name, at), facts(actor, name), death, running, "die/" + nano(event));
  }

  private @Nullable Container inspect(String id) {
    try {
      return Container.find(client, id);
    } catch (DockerException e) {
      log.debug("Container {} cannot be looked at", id, e);
      return null;
    }
  }

  static NewEvent event(
      String engine,
      String type,
      String subject,
      String id,
      String key,
      Instant at,
      Map<String, Object> data) {
    return event(type, subject, data)
        .withTime(at)
        .withKey("%s/%s/%s/%s".formatted(engine, id, key, at));
  }

  static NewEvent event(String type, String subject, Map<String, ? extends @Nullable Object> data) {
    try {
      return NewEvent.json(type, SOURCE, JSON.writeValueAsBytes(data)).withSubject(subject);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event of the engine cannot be written", e);
    }
  }

  private static Map<String, Object> facts(EventActor actor, String name) {
    Map<String, String> attributes = attributes(actor);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", actor.getId());
    data.put("name", name);
    data.put("image", attributes.getOrDefault("image", ""));
    data.put("labels", Container.told(attributes));
    return data;
  }

  private static Map<String, String> attributes(EventActor actor) {
    Map<String, String> attributes = actor.getAttributes();
    return attributes == null ? Map.of() : attributes;
  }

  private static String name(EventActor actor) {
    return Container.plain(attributes(actor).getOrDefault("name", actor.getId()));
  }

  private static long nano(Event event) {
    Long nano = event.getTimeNano();
    return nano == null ? 0 : nano;
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
