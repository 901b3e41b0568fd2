package com.millyweb.hub.service.docker.shell;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.StreamType;
import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.service.docker.DockerEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The step of the tool {@code shell-run}: a script in a container of its own, which has no network,
 * nothing of the machine, no rights and little of everything, and is gone afterwards.
 */
@RouteBean
@Component("shell")
public class Shell {
  private static final Logger log = LoggerFactory.getLogger(Shell.class);

  private static final int LONGEST = 32 * 1024;
  private static final int MOST_OUTPUT = 12_000;
  private static final long MEMORY = 256L << 20;
  private static final long HALF_A_PROCESSOR = 500_000_000L;
  private static final long MOST_PROCESSES = 64;
  private static final long DEFAULT_SECONDS = 30;
  private static final long MOST_SECONDS = 120;
  private static final String NOBODY = "65532:65532";
  private static final Map<String, String> ROOM =
      Map.of("/tmp", "rw,nosuid,nodev,size=64m,mode=1777,uid=65532,gid=65532");

  private final DockerEngine engine;
  private final LeftShells left;

  Shell(DockerEngine engine, LeftShells left) {
    this.engine = engine;
    this.left = left;
  }

  /**
   * @param body {@code script} and {@code seconds}
   * @throws IllegalStateException when no image is set, or there is no engine
   */
  public Map<String, Object> run(Map<String, @Nullable Object> body) throws InterruptedException {
    String image = engine.shellImage();
    if (image == null) {
      throw new IllegalStateException(
          "There is no shell: set hub.docker.shell-image (HUB_DOCKER_SHELL_IMAGE) to an image that has sh, such as busybox:1.37 or one by digest, and fetch it");
    }
    String script = String.valueOf(body.get("script"));
    if (script.isBlank() || script.length() > LONGEST) {
      throw new IllegalArgumentException(
          "script must have 1 to %,d characters, has %,d".formatted(LONGEST, script.length()));
    }
    long seconds =
        body.get("seconds") instanceof Number number
            ? Math.min(Math.max(number.longValue(), 1), MOST_SECONDS)
            : DEFAULT_SECONDS;
    DockerClient client = engine.client();
    left.lookSoon();
    String id = create(client, image, script, seconds);
    try {
      return run(client, id, seconds);
    } finally {
      remove(client, id);
    }
  }

  private static String create(DockerClient client, String image, String script, long seconds) {
    HostConfig confined =
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withReadonlyRootfs(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPidsLimit(MOST_PROCESSES)
            .withMemory(MEMORY)
            .withMemorySwap(MEMORY)
            .withNanoCPUs(HALF_A_PROCESSOR)
            .withTmpFs(ROOM);
    try {
      return client
          .createContainerCmd(image)
          .withEntrypoint("sh", "-c", "cd /tmp && exec sh -c \"$0\"", script)
          .withCmd(List.of())
          .withUser(NOBODY)
          .withEnv(List.of("HOME=/tmp"))
          .withLabels(LeftShells.labels(seconds))
          .withHostConfig(confined)
          .exec()
          .getId();
    } catch (NotFoundException e) {
      throw new IllegalStateException(
          "The engine has no image '%s' (hub.docker.shell-image): fetch it with docker pull"
              .formatted(image),
          e);
    }
  }

  private static Map<String, Object> run(DockerClient client, String id, long seconds)
      throws InterruptedException {
    var output = new Output();
    client
        .attachContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .withLogs(true)
        .exec(output);
    if (!output.awaitStarted(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The engine did not hand over the output of the shell");
    }
    client.startContainerCmd(id).exec();
    boolean ended = output.awaitCompletion(seconds, TimeUnit.SECONDS);
    Map<String, Object> told = new LinkedHashMap<>();
    if (ended) {
      var state = client.inspectContainerCmd(id).exec().getState();
      Long exit = state.getExitCodeLong();
      told.put("exit", exit == null ? -1 : exit);
      if (Boolean.TRUE.equals(state.getOOMKilled())) {
        told.put("note", "It used more than the 256 MB of memory that it may have");
      }
    } else {
      told.put("note", "It was ended after %d seconds".formatted(seconds));
    }
    output.tell(told);
    return told;
  }

  private static void remove(DockerClient client, String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (RuntimeException e) {
      log.warn("The container {} of a shell could not be deleted: {}", id, e.getMessage());
    }
  }

  /** What a script writes, of which the beginning is kept. */
  private static final class Output extends ResultCallback.Adapter<Frame> {
    private final Kept out = new Kept();
    private final Kept errors = new Kept();

    @Override
    public void onNext(Frame frame) {
      (frame.getStreamType() == StreamType.STDERR ? errors : out).add(frame.getPayload());
    }

    void tell(Map<String, Object> told) {
      out.tell(told, "output");
      errors.tell(told, "errors");
    }
  }

  /** The beginning of a stream. */
  private static final class Kept {
    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_OUTPUT);
    private long left;

    synchronized void add(byte[] more) {
      int taken = Math.min(more.length, bytes.remaining());
      bytes.put(more, 0, taken);
      left += more.length - taken;
    }

    synchronized void tell(Map<String, Object> told, String name) {
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      if (!text.isEmpty() || name.equals("output")) {
        told.put(name, text);
      }
      if (left > 0) {
        told.put(name + "Left", left);
      }
    }
  }
}
