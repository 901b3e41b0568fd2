package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.millyweb.hub.service.docker.Update.Outcome;
import com.millyweb.hub.service.docker.Update.Phase;
import com.millyweb.hub.service.docker.UpdateCheck.Unfit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Works on one update: pull, make the new container beside the old one, exchange them, wait until
 * the new one is healthy, remove the old one; or take all of it back. Each phase is stored when it
 * is done and can be done again, so that whoever takes the update up goes on where it was left.
 */
final class UpdateRun {
  private static final Duration LONGEST_PULL = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** For how long a phase that the engine does not finish is tried again. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final int LONGEST_LOG = 4_000;
  private static final int FEW_LINES = 20;

  private final Update update;
  private final UpdateProgress progress;
  private final DockerEngine engine;
  private final EngineCalls calls;
  private final ImageRegistry registry;
  private final UpdateCheck check;
  private final Duration settle;
  private final BooleanSupplier saving;
  private final BiConsumer<Update, String> teller;

  /**
   * @param settle how long a container without a health check must run
   * @param saving stores how far the update has come; false when it is another hub's by now
   * @param teller is given what happened, in one word
   */
  UpdateRun(
      Update update,
      DockerEngine engine,
      ImageRegistry registry,
      OwnContainers own,
      Duration settle,
      BooleanSupplier saving,
      BiConsumer<Update, String> teller) {
    this.update = update;
    this.progress = update.progress();
    this.engine = engine;
    this.calls = engine.calls();
    this.registry = registry;
    this.check = new UpdateCheck(calls, own);
    this.settle = settle;
    this.saving = saving;
    this.teller = teller;
  }

  /** Another hub works on it. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Until it has ended.
   *
   * @throws RuntimeException when the engine does not answer: it is to be taken up later
   */
  void run() throws InterruptedException {
    while (progress.outcome == null) {
      try {
        switch (progress.phase) {
          case ASKED -> pull();
          case PULLED -> create();
          case CREATED -> exchange();
          case STARTED -> awaitHealthy();
          case HEALTHY -> tidy();
          case FAILED -> takeBack();
        }
      } catch (Unfit | EngineRefused e) {
        failed(String.valueOf(e.getMessage()));
      } catch (Lost e) {
        throw e;
      } catch (RuntimeException e) {
        if (!isTooOld() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failed("It was tried for an hour: " + Container.reason(e));
      }
    }
  }

  /** To take it back is worth as much time again. */
  private boolean isTooOld() {
    Duration longest = progress.phase == Phase.FAILED ? LONGEST.multipliedBy(2) : LONGEST;
    return update.begunAt().isBefore(Instant.now().minus(longest));
  }

  private void failed(String reason) throws InterruptedException {
    if (progress.phase == Phase.HEALTHY) {
      end(
          Outcome.UPDATED,
          "The old container, %s, could not be removed: %s".formatted(update.oldName(), reason));
      return;
    }
    if (progress.phase == Phase.FAILED) {
      end(Outcome.FAILED, "It could not be taken back: " + reason);
      return;
    }
    progress.reason = reason;
    if (progress.phase == Phase.ASKED) {
      end(Outcome.FAILED, null);
      return;
    }
    progress.log = lastLines();
    progress.phase = Phase.FAILED;
    store();
  }

  private void pull() throws Unfit, InterruptedException {
    JsonNode old = calls.find("/containers/" + update.name() + "/json");
    if (old == null) {
      throw new Unfit("There is no container " + update.name());
    }
    check.requireFit(update.name(), old);
    ImageReference image = UpdateCheck.image(update, old);
    progress.oldId = old.path("Id").asText();
    progress.oldImage = old.path("Image").asText();
    JsonNode oldImage = calls.get("/images/" + progress.oldImage + "/json");
    if (update.image() == null && registry.isNewest(image, oldImage)) {
      // what does not happen is no news
      progress.outcome = Outcome.UNCHANGED;
      store();
      return;
    }
    if (image.isPinned() && update.image() == null) {
      throw new Unfit("%s is pinned by its digest".formatted(image));
    }
    progress.steps.clear();
    teller.accept(update, "started");
    download(image);
    JsonNode newImage = calls.get("/images/" + image + "/json");
    progress.newImage = newImage.path("Id").asText();
    if (progress.newImage.equals(progress.oldImage)) {
      end(Outcome.UNCHANGED, "There is no newer image");
      return;
    }
    describe(oldImage, newImage);
    step("Pulled " + image + (progress.version == null ? "" : ", " + progress.version));
    progress.phase = Phase.PULLED;
    store();
    teller.accept(update, "pulled");
  }

  private void download(ImageReference image) throws Unfit, InterruptedException {
    try {
      new ImagePull(engine.client()).pull(image, LONGEST_PULL);
    } catch (DockerException | DockerClientException e) {
      throw new Unfit("%s could not be pulled: %s".formatted(image, Container.reason(e)));
    }
  }

  private void describe(JsonNode oldImage, JsonNode newImage) {
    var before = new ImageLabels(oldImage.at("/Config/Labels"));
    var after = new ImageLabels(newImage.at("/Config/Labels"));
    if (!after.version().isEmpty()) {
      progress.version =
          before.version().isEmpty() || before.version().equals(after.version())
              ? after.version()
              : "%s → %s".formatted(before.version(), after.version());
    }
    progress.link = after.changes().isEmpty() ? null : after.changes();
  }

  private void create() throws Unfit {
    JsonNode old = old();
    JsonNode left = calls.find("/containers/" + update.newName() + "/json");
    if (left != null) {
      if (!"created".equals(left.at("/State/Status").asText())) {
        throw new Unfit("There is a container %s already".formatted(update.newName()));
      }
      calls.delete("/containers/" + left.path("Id").asText());
    }
    ImageReference image = UpdateCheck.image(update, old);
    var replacement =
        new Replacement(
            old,
            calls.get("/images/" + progress.oldImage + "/json"),
            calls.get("/images/" + progress.newImage + "/json"));
    JsonNode made =
        calls.post("/containers/create?name=" + update.newName(), replacement.body(image));
    progress.newId = made.path("Id").asText();
    for (var network : replacement.furtherNetworks().entrySet()) {
      ObjectNode joining = JsonNodeFactory.instance.objectNode();
      joining.put("Container", progress.newId);
      joining.set("EndpointConfig", network.getValue());
      calls.post("/networks/" + networkId(old, network.getKey()) + "/connect", joining);
    }
    progress.phase = Phase.CREATED;
    store();
  }

  private static String networkId(JsonNode container, String name) {
    String id =
        container.path("NetworkSettings").path("Networks").path(name).path("NetworkID").asText("");
    return id.isEmpty() ? name : id;
  }

  private JsonNode old() throws Unfit {
    JsonNode old = calls.find("/containers/" + progress.oldId + "/json");
    if (old == null) {
      throw new Unfit("The old container is gone");
    }
    return old;
  }

  private void exchange() throws Unfit {
    JsonNode old = old();
    JsonNode made = calls.find("/containers/" + progress.newId + "/json");
    if (made == null) {
      throw new Unfit("The new container is gone");
    }
    calls.post("/containers/" + progress.oldId + "/stop");
    if (!old.path("Name").asText().equals("/" + update.oldName())) {
      rename(progress.oldId, update.oldName());
    }
    if (!made.path("Name").asText().equals("/" + update.name())) {
      rename(progress.newId, update.name());
    }
    calls.post("/containers/" + progress.newId + "/start");
    step("Stopped the old container, started the new one");
    progress.phase = Phase.STARTED;
    store();
    teller.accept(update, "replaced");
  }

  private void rename(@Nullable String id, String name) {
    calls.post("/containers/%s/rename?name=%s".formatted(id, name));
  }

  private void awaitHealthy() throws Unfit, InterruptedException {
    stopOld();
    var made = new NewContainer(update.patience(), settle);
    long begun = System.nanoTime();
    while (true) {
      JsonNode now = calls.find("/containers/" + progress.newId + "/json");
      if (now == null) {
        throw new Unfit("The new container is gone");
      }
      String words = made.well(now, Duration.ofNanos(System.nanoTime() - begun));
      if (words != null) {
        step(words);
        progress.phase = Phase.HEALTHY;
        store();
        return;
      }
      // the engine has no call that waits until a container is healthy
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * An engine that starts also starts what was stopped, where its policy is {@code always}, and two
   * on the same volumes ruin them.
   */
  private void stopOld() {
    JsonNode old = calls.find("/containers/" + progress.oldId + "/json");
    if (old != null && old.at("/State/Running").asBoolean()) {
      calls.post("/containers/" + progress.oldId + "/stop");
    }
  }

  /** Its volumes stay: the new one has them. */
  private void tidy() throws InterruptedException {
    stopOld();
    calls.delete("/containers/" + progress.oldId + "?force=true");
    end(Outcome.UPDATED, "Removed the old container; its image is kept");
  }

  /** Whatever is refused on the way, the old container is started. */
  private void takeBack() throws Unfit {
    JsonNode old = old();
    String oldName = Container.plain(old.path("Name").asText());
    if (old.at("/State/Running").asBoolean() && oldName.equals(update.name())) {
      removeNew();
      endTakenBack();
      return;
    }
    if (!progress.exchanged) {
      progress.exchanged = true;
      store();
    }
    List<String> refused = new ArrayList<>();
    attempt(refused, this::removeNew);
    if (!oldName.equals(update.name())) {
      attempt(refused, () -> rename(progress.oldId, update.name()));
    }
    attempt(refused, () -> calls.post("/containers/" + progress.oldId + "/start"));
    JsonNode now = old();
    if (!now.at("/State/Running").asBoolean()) {
      refused.add("the old container does not run");
    }
    if (!refused.isEmpty()) {
      throw new Unfit(String.join("; ", refused));
    }
    endTakenBack();
  }

  private void endTakenBack() {
    if (progress.exchanged) {
      end(Outcome.ROLLED_BACK, "Removed the new container, started the old one again");
    } else {
      end(Outcome.FAILED, null);
    }
  }

  private static void attempt(List<String> refused, Runnable work) {
    try {
      work.run();
    } catch (EngineRefused e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  /** What has its name and was started is somebody else's. */
  private void removeNew() {
    String id = progress.newId;
    if (id == null) {
      JsonNode left = calls.find("/containers/" + update.newName() + "/json");
      if (left == null || !"created".equals(left.at("/State/Status").asText())) {
        return;
      }
      id = left.path("Id").asText();
    }
    calls.delete("/containers/" + id + "?force=true");
  }

  private String lastLines() throws InterruptedException {
    if (progress.newId == null) {
      return "";
    }
    try {
      return Container.logs(engine.client(), progress.newId, FEW_LINES, LONGEST_LOG);
    } catch (RuntimeException e) {
      // they are worth no failure of their own
      return "";
    }
  }

  private void step(String words) {
    progress.steps.add(words);
  }

  private void end(Outcome outcome, @Nullable String words) {
    if (words != null) {
      step(words);
    }
    progress.outcome = outcome;
    // told first: once it is stored as ended, nobody looks at it again
    teller.accept(update, outcome.word());
    store();
  }

  private void store() {
    if (!saving.getAsBoolean()) {
      throw new Lost();
    }
  }
}
