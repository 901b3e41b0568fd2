package com.millyweb.hub.database;

import com.millyweb.hub.home.HomeLock;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An embedded Postgres that starts on a thread of its own. */
final class StartingPostgres {
  private final CompletableFuture<EmbeddedPostgres> server = new CompletableFuture<>();
  private boolean taken;

  StartingPostgres(Path home, HomeLock lock) {
    var thread =
        new Thread(
            () -> server.completeAsync(() -> EmbeddedPostgres.start(home, lock), Runnable::run),
            "hub-postgres-start");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until it takes connections. Who takes it closes it.
   *
   * @throws RuntimeException what {@link EmbeddedPostgres#start} threw
   */
  synchronized EmbeddedPostgres take() {
    try {
      EmbeddedPostgres started = server.join();
      taken = true;
      return started;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** The hub's start has failed before anybody asked for the server, or has ended. */
  synchronized void close() {
    if (!taken) {
      server.handle((started, failure) -> started).thenAccept(StartingPostgres::stop).join();
    }
  }

  private static void stop(EmbeddedPostgres started) {
    if (started != null) {
      started.close();
    }
  }
}
