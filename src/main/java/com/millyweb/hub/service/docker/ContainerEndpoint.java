package com.millyweb.hub.service.docker;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Look at the containers of the Docker engine, start and stop them.
 *
 * <p>The body becomes a map or a list of maps; of logs it becomes text. What happens by itself are
 * events: docker.container.die and its like.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "container",
    title = "Container",
    syntax = "container:action",
    producerOnly = true,
    category = {Category.CONTAINER})
public class ContainerEndpoint extends DefaultEndpoint {
  private static final int MOST_LINES = 5_000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The client waits for two minutes for the engine's answer. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

  @UriPath(
      description =
          "list, inspect, logs, stats, start, stop, restart, pause, unpause, update (to a newer image, and back when it is not healthy), images, pull, prune (images without a name), info.")
  @Metadata(required = true)
  private ContainerAction action = ContainerAction.list;

  @UriParam(description = "The container's name or id; a simple expression.")
  private @Nullable String name;

  @UriParam(
      description =
          "For pull: the image, such as nginx:1.27 or its digest. For update: the new one, without it that of the container. A simple expression.")
  private @Nullable String image;

  @UriParam(
      description =
          "For update: who asked for it, as its messages say it; a simple expression. The id of the route by default.")
  private @Nullable String by;

  @UriParam(defaultValue = "100", description = "For logs: the last lines, up to 5000.")
  private int lines = 100;

  @UriParam(
      description =
          "How long the engine waits for a container to stop before it kills it, at most 90s, 10s by default; how long a pull may take, 1m to 10m; how long the new container of an update may take to be healthy, 2m by default, and at least as long as its health check allows.")
  private @Nullable String timeout;

  @UriParam(
      defaultValue = "0s",
      description =
          "For start and restart: how long to wait until the container is healthy, or goes on running where it has no health check.")
  private String wait = "0s";

  public ContainerEndpoint(String uri, ContainerComponent component) {
    super(uri, component);
  }

  void requireConsistent() {
    if (action.isOfOne() && (name == null || name.isBlank())) {
      throw new IllegalArgumentException(
          "container:%s needs 'name', the container's name".formatted(action));
    }
    if (action == ContainerAction.pull && (image == null || image.isBlank())) {
      throw new IllegalArgumentException("container:pull needs 'image'");
    }
    if (lines < 1 || lines > MOST_LINES) {
      throw new IllegalArgumentException(
          "lines must be 1 to %d, was: %d".formatted(MOST_LINES, lines));
    }
    boolean stops = action == ContainerAction.stop || action == ContainerAction.restart;
    if (patience().compareTo(LONGEST_STOP) > 0 && stops) {
      throw new IllegalArgumentException(
          "timeout of container:%s must be at most 90s, was: '%s'".formatted(action, timeout));
    }
    duration("wait", wait);
  }

  private static Duration duration(String option, String text) {
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      duration = LONGEST.plusSeconds(1);
    }
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("%s must be 0s to 10m, was: '%s'".formatted(option, text));
    }
    return duration;
  }

  Duration patience() {
    String usual = action == ContainerAction.update ? "2m" : "10s";
    return duration("timeout", timeout == null ? usual : timeout);
  }

  Duration untilHealthy() {
    return duration("wait", wait);
  }

  @Override
  public Producer createProducer() {
    return new ContainerProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "container:%s can only be sent to; what happens to containers are events, event:docker.container.*"
            .formatted(action));
  }

  public ContainerAction getAction() {
    return action;
  }

  public void setAction(ContainerAction action) {
    this.action = action;
  }

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name;
  }

  public @Nullable String getImage() {
    return image;
  }

  public void setImage(@Nullable String image) {
    this.image = image;
  }

  public int getLines() {
    return lines;
  }

  public void setLines(int lines) {
    this.lines = lines;
  }

  public @Nullable String getBy() {
    return by;
  }

  public void setBy(@Nullable String by) {
    this.by = by;
  }

  public @Nullable String getTimeout() {
    return timeout;
  }

  public void setTimeout(@Nullable String timeout) {
    this.timeout = timeout;
  }

  public String getWait() {
    return wait;
  }

  public void setWait(String wait) {
    this.wait = wait;
  }
}
