package com.millyweb.hub.knowledge;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes in the background the embeddings that are missing: of pieces that were stored while a model
 * was away, and of all of them for a new model, which answers when it has them all.
 */
@Component
final class CatchingUp implements DisposableBean {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Tenants tenants;
  private final Models models;
  private final ChunkEmbeddings embeddings;
  private final CountDownLatch stopped = new CountDownLatch(1);

  CatchingUp(Tenants tenants, Models models, ChunkEmbeddings embeddings) {
    this.tenants = tenants;
    this.models = models;
    this.embeddings = embeddings;
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (!models.isOff()) {
      var thread = new Thread(this::run, "knowledge-embeddings");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      do {
        try {
          // a hub that keeps no documents does nothing but this
          List<String> all = tenants.all();
          if (!all.isEmpty()) {
            catchUp(all);
          }
          embeddings.over(ChunkEmbeddings.DATABASE);
        } catch (IOException e) {
          embeddings.trouble(ChunkEmbeddings.CONFIGURED, e);
        } catch (RuntimeException e) {
          embeddings.trouble(ChunkEmbeddings.DATABASE, new IOException(e.getMessage(), e));
        }
        embeddings.awaitMore(PAUSE);
      } while (stopped.getCount() > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void catchUp(List<String> all) throws IOException, InterruptedException {
    models.prepare();
    embeddings.over(ChunkEmbeddings.CONFIGURED);
    for (Models.Model model : models.all()) {
      try {
        for (String tenant : all) {
          while (!embeddings.catchUp(tenant, model)) {
            if (stopped.getCount() == 0) {
              return;
            }
          }
        }
        if (!model.active() && models.isWanted(model)) {
          models.activate(model);
        }
      } catch (IOException e) {
        embeddings.trouble(model.name(), e);
      }
    }
  }

  @Override
  public void destroy() {
    stopped.countDown();
    embeddings.wake();
  }
}
