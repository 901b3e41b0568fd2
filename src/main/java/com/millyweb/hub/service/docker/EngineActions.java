package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.PruneType;
import com.github.dockerjava.api.model.Statistics;
import com.millyweb.hub.event.PermanentFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.component.docker.DockerConstants;
import org.apache.camel.component.docker.DockerOperation;
import org.jspecify.annotations.Nullable;

/**
 * The actions on an engine. camel-docker does what it can do; what it only logs (logs, figures, the
 * course of a pull) or does not know (prune) is asked of docker-java.
 */
record EngineActions(DockerClient client, CamelDocker camel, ContainerEndpoint endpoint) {
  private static final int LONGEST_LOG = 1 << 20;
  private static final int MOST = 1_000;
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration SHORTEST_PULL = Duration.ofMinutes(1);
  private static final Duration FIGURES = Duration.ofSeconds(10);

  /**
   * @param name of the container, for actions on one
   * @param image for a pull
   * @return a map, a list of maps or text
   */
  Object run(String name, String image) throws Exception {
    try {
      return switch (endpoint.getAction()) {
        case list -> list();
        case images -> images();
        case info -> info();
        case inspect -> look(name);
        case logs -> Container.logs(client, name, endpoint.getLines(), LONGEST_LOG);
        case stats -> stats(name);
        case start -> change(DockerOperation.START_CONTAINER, name, Map.of());
        case stop ->
            change(
                DockerOperation.STOP_CONTAINER,
                name,
                Map.of(DockerConstants.DOCKER_TIMEOUT, stop()));
        case restart ->
            change(
                DockerOperation.RESTART_CONTAINER,
                name,
                Map.of(DockerConstants.DOCKER_TIMEOUT, stop()));
        case pause -> change(DockerOperation.PAUSE_CONTAINER, name, Map.of());
        case unpause -> change(DockerOperation.UNPAUSE_CONTAINER, name, Map.of());
        case pull -> pull(image);
        case prune -> prune();
        case update ->
            throw new IllegalStateException("An update is worked on by ContainerUpdates");
      };
    } catch (NotFoundException e) {
      throw new PermanentFailure(
          "The Docker engine does not know %s: %s"
              .formatted(name.isEmpty() ? image : name, Container.reason(e)),
          e);
    }
  }

  private int stop() {
    return (int) endpoint.patience().toSeconds();
  }

  private Map<String, @Nullable Object> look(String name) throws Exception {
    Object found =
        camel.ask(
            DockerOperation.INSPECT_CONTAINER, Map.of(DockerConstants.DOCKER_CONTAINER_ID, name));
    return new Container((InspectContainerResponse) Objects.requireNonNull(found)).view();
  }

  /** What is so already is no failure. */
  private Map<String, @Nullable Object> change(
      DockerOperation operation, String name, Map<String, Object> more) throws Exception {
    Map<String, Object> headers = new LinkedHashMap<>(more);
    headers.put(DockerConstants.DOCKER_CONTAINER_ID, name);
    try {
      camel.ask(operation, headers);
    } catch (NotModifiedException e) {
      // it runs already, or is stopped already
    }
    boolean started =
        operation == DockerOperation.START_CONTAINER
            || operation == DockerOperation.RESTART_CONTAINER;
    return started ? settled(name) : look(name);
  }

  private Map<String, @Nullable Object> settled(String name) throws Exception {
    long end = System.nanoTime() + endpoint.untilHealthy().toNanos();
    Map<String, @Nullable Object> view = look(name);
    while (System.nanoTime() < end
        && Boolean.TRUE.equals(view.get("running"))
        && !"healthy".equals(view.get("health"))) {
      // the engine has no call that waits until a container is healthy
      Thread.sleep(LOOK.toMillis());
      view = look(name);
    }
    return view;
  }

  private List<Map<String, @Nullable Object>> list() throws Exception {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    Object found =
        camel.ask(DockerOperation.LIST_CONTAINERS, Map.of(DockerConstants.DOCKER_SHOW_ALL, true));
    for (Object one : (List<?>) Objects.requireNonNull(found)) {
      var container = (com.github.dockerjava.api.model.Container) one;
      Map<String, @Nullable Object> view = new LinkedHashMap<>();
      String[] names = container.getNames();
      view.put("id", container.getId());
      view.put("name", names == null || names.length == 0 ? "" : Container.plain(names[0]));
      view.put("image", container.getImage());
      view.put("state", container.getState());
      view.put("status", container.getStatus());
      view.put("labels", Container.told(container.getLabels()));
      list.add(view);
    }
    return list.size() > MOST ? list.subList(0, MOST) : list;
  }

  private List<Map<String, @Nullable Object>> images() throws Exception {
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    Object found = camel.ask(DockerOperation.LIST_IMAGES, Map.of());
    for (Object one : (List<?>) Objects.requireNonNull(found)) {
      var image = (Image) one;
      Map<String, @Nullable Object> view = new LinkedHashMap<>();
      view.put("id", image.getId());
      view.put(
          "tags", image.getRepoTags() == null ? List.of() : Arrays.asList(image.getRepoTags()));
      view.put("size", image.getSize());
      list.add(view);
    }
    return list.size() > MOST ? list.subList(0, MOST) : list;
  }

  private Map<String, @Nullable Object> info() throws Exception {
    var info = (Info) Objects.requireNonNull(camel.ask(DockerOperation.INFO, Map.of()));
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("version", info.getServerVersion());
    view.put("name", info.getName());
    view.put("containers", info.getContainers());
    view.put("running", info.getContainersRunning());
    view.put("stopped", info.getContainersStopped());
    view.put("images", info.getImages());
    view.put("cpus", info.getNCPU());
    view.put("memory", info.getMemTotal());
    return view;
  }

  private Map<String, @Nullable Object> stats(String name) throws Exception {
    var figures = new AtomicReference<@Nullable Statistics>();
    client
        .statsCmd(name)
        .withNoStream(true)
        .exec(
            new ResultCallback.Adapter<Statistics>() {
              @Override
              public void onNext(Statistics statistics) {
                figures.set(statistics);
              }
            })
        .awaitCompletion(FIGURES.toMillis(), TimeUnit.MILLISECONDS);
    return ContainerFigures.of(figures.get());
  }

  private Map<String, Object> pull(String image) throws Exception {
    ImageReference reference = ImageReference.of(image);
    if (reference == null) {
      throw new IllegalArgumentException(
          "An image is named such as nginx:1.27, was: '%s'".formatted(image));
    }
    Duration patience = endpoint.patience();
    new ImagePull(client)
        .pull(reference, patience.compareTo(SHORTEST_PULL) < 0 ? SHORTEST_PULL : patience);
    return Map.of("image", image);
  }

  private Map<String, Object> prune() {
    Long freed = client.pruneCmd(PruneType.IMAGES).exec().getSpaceReclaimed();
    return Map.of("freed", freed == null ? 0 : freed);
  }
}
