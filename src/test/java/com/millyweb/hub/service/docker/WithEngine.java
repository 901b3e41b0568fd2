package com.millyweb.hub.service.docker;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One engine for a class of tests, with a hub for each of them. */
abstract class WithEngine {
  static DockerDaemon engine;

  private @TempDir Path routes;
  DockerFixture docker;

  @BeforeAll
  static void start() throws Exception {
    engine = DockerDaemon.orSkip();
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  @BeforeEach
  void begin() {
    docker = new DockerFixture(engine, routes);
  }

  @AfterEach
  void end() throws IOException {
    docker.close();
  }
}
