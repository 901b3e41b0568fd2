package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.millyweb.hub.secret.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the engine says of one container, in the words that events and steps have for it. */
record Container(InspectContainerResponse found) {
  /** As the engine makes and takes them; what is none would be another path of its API. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  /** Labels that flows and people have a use for; others may hold anything. */
  private static final Pattern TOLD_LABELS =
      Pattern.compile("(hub|org\\.opencontainers\\.image|com\\.docker\\.compose)\\..{1,100}");

  private static final int LONGEST_LABEL = 500;
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

  /** A line may be as long as its writer wants. */
  private static final int MOST_LOG_BYTES = 8 << 20;

  /** Before a container has ended, and at the start of the calendar of Go. */
  private static final Instant NEVER = Instant.parse("1971-01-01T00:00:00Z");

  static String requireName(@Nullable String name) {
    if (name == null || !NAME.matcher(name.strip()).matches()) {
      throw new IllegalArgumentException(
          "A container's name must be letters, digits, '_', '.' and '-', was: '%s'"
              .formatted(name));
    }
    return name.strip();
  }

  String id() {
    return found.getId();
  }

  String name() {
    return plain(found.getName());
  }

  /** Without the slash that the engine puts before it. */
  static String plain(@Nullable String name) {
    return name == null ? "" : name.replaceFirst("^/", "");
  }

  @Nullable String image() {
    return found.getConfig() == null ? null : found.getConfig().getImage();
  }

  boolean isRunning() {
    return Boolean.TRUE.equals(found.getState().getRunning());
  }

  @Nullable Long exitCode() {
    return found.getState().getExitCodeLong();
  }

  boolean isOutOfMemory() {
    return Boolean.TRUE.equals(found.getState().getOOMKilled());
  }

  /** Null for one that never ended. */
  @Nullable Instant finishedAt() {
    return instant(found.getState().getFinishedAt());
  }

  /** As the container's health check says; null for one without. */
  @Nullable String health() {
    ContainerState state = found.getState();
    return state.getHealth() == null ? null : state.getHealth().getStatus();
  }

  Map<String, String> labels() {
    Map<String, String> labels = found.getConfig() == null ? null : found.getConfig().getLabels();
    return told(labels == null ? Map.of() : labels);
  }

  /** Those of all labels that are told. */
  static Map<String, String> told(Map<String, String> labels) {
    Map<String, String> told = new TreeMap<>();
    labels.forEach(
        (name, value) -> {
          if (TOLD_LABELS.matcher(name).matches() && value.length() <= LONGEST_LABEL) {
            told.put(name, value);
          }
        });
    return told;
  }

  /** As a step hands it on: without its environment, which holds secrets. */
  Map<String, @Nullable Object> view() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", id());
    view.put("name", name());
    view.put("image", image());
    view.put("state", found.getState().getStatus());
    view.put("running", isRunning());
    view.put("health", health());
    view.put("exitCode", exitCode());
    view.put("oom", isOutOfMemory());
    view.put("startedAt", text(instant(found.getState().getStartedAt())));
    view.put("finishedAt", text(finishedAt()));
    view.put("restarts", found.getRestartCount());
    view.put("labels", labels());
    return view;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      Instant time = text == null ? null : Instant.parse(text);
      return time == null || time.isBefore(NEVER) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The last lines of a container's output, without what the hub knows to be secret.
   *
   * @param most characters; what is older is left out
   */
  static String logs(DockerClient client, String container, int lines, int most)
      throws InterruptedException {
    if (lines == 0) {
      return "";
    }
    var bytes = new ByteArrayOutputStream();
    var frames =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            // a frame may end within a character
            bytes.writeBytes(frame.getPayload());
            if (bytes.size() > MOST_LOG_BYTES) {
              onError(new IllegalStateException("The log is too long"));
            }
          }
        };
    try (var reading =
        client
            .logContainerCmd(container)
            .withStdOut(true)
            .withStdErr(true)
            .withTail(lines)
            .exec(frames)) {
      reading.awaitCompletion(LOG_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new IllegalStateException("The log cannot be read", e);
    }
    String all = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    String end = all.length() <= most ? all : all.substring(all.length() - most);
    if (!end.isEmpty() && Character.isLowSurrogate(end.charAt(0))) {
      end = end.substring(1);
    }
    return Redaction.instance().redact(end.replace("\u0000", ""));
  }

  /** Null for one that is gone. */
  static @Nullable Container find(DockerClient client, String name) {
    try {
      return new Container(client.inspectContainerCmd(name).exec());
    } catch (NotFoundException e) {
      return null;
    }
  }

  /** What the engine said, in one line. */
  static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip();
    if (failure instanceof DockerException docker) {
      message = message.replaceFirst("^Status \\d+: ", "").replaceAll("[{}\"]", "");
      message = message.replaceFirst("^message:", "").strip() + " (" + docker.getHttpStatus() + ")";
    }
    return message;
  }
}
