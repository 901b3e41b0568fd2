package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gets images from their registries. */
record ImagePull(DockerClient client) {
  /**
   * Until the image is here.
   *
   * @throws com.github.dockerjava.api.exception.DockerException when the engine refuses it
   * @throws DockerClientException when its stream reports a failure, or does not end in time
   */
  void pull(ImageReference image, Duration longest) throws InterruptedException {
    boolean done =
        client
            .pullImageCmd(image.text())
            .exec(new PullImageResultCallback())
            .awaitCompletion(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (!done) {
      throw new DockerClientException("it was not here within %d s".formatted(longest.toSeconds()));
    }
  }
}
