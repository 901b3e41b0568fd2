package com.millyweb.hub.service.docker;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What the registries of images have, asked through the engine. */
record ImageRegistry(DockerEngine engine) {

  /** The engine's own answer was 200. */
  private static final int NO_DIGEST = 200;

  /**
   * The digest that the tag of an image has now.
   *
   * @throws EngineRefused when the registry does not know it, or does not say it
   */
  String digest(ImageReference image) {
    JsonNode known =
        engine.calls().get("/distribution/" + image + "/json", engine.registryLogin(image));
    String digest = known.at("/Descriptor/digest").asText();
    if (digest.isEmpty()) {
      throw new EngineRefused("The registry does not say the digest of " + image, NO_DIGEST);
    }
    return digest;
  }

  /** The digest by which an image was pulled; null for one that is from no registry. */
  static @Nullable String digestOf(JsonNode image) {
    JsonNode digests = image.path("RepoDigests");
    String first = digests.path(0).asText("");
    return first.contains("@") ? first.substring(first.indexOf('@') + 1) : null;
  }

  static boolean has(JsonNode image, String digest) {
    for (JsonNode one : image.path("RepoDigests")) {
      if (one.asText().endsWith("@" + digest)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an image is the one of its tag; false where the registry does not say it. */
  boolean isNewest(ImageReference reference, JsonNode image) {
    try {
      return !reference.isPinned() && has(image, digest(reference));
    } catch (EngineRefused e) {
      return false;
    }
  }
}
