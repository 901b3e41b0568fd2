package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The embeddings of pieces. While a model is away, pieces are stored without its embeddings, found
 * by their words, and embedded later.
 */
@Component
final class ChunkEmbeddings {
  private static final Logger log = LoggerFactory.getLogger(ChunkEmbeddings.class);

  /** How many texts a model is given at a time. */
  private static final int BATCH = 32;

  /** What a document waits for; the rest of a long one follows. */
  private static final int AT_ONCE = 256;

  /** What embeddings wait for besides the models that are known. */
  static final String CONFIGURED = "the model of the configuration";

  static final String DATABASE = "the database";

  private final Models models;
  private final Tenants tenants;
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  /** Pieces that a model refused, by its name and theirs; they are found by their words. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  private final Semaphore more = new Semaphore(0);

  ChunkEmbeddings(Models models, Tenants tenants) {
    this.models = models;
    this.tenants = tenants;
  }

  /** The embeddings that a model made of some pieces, in their order. */
  record Made(Models.Model model, List<float[]> vectors) {}

  private record Missing(long id, String meant) {}

  /** Waits until there is more to do, or the time is over. */
  void awaitMore(Duration longest) throws InterruptedException {
    if (more.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      more.drainPermits();
    }
  }

  /** Ends the waiting. */
  void wake() {
    more.release();
  }

  /** Of the first pieces, with each model that can be asked. */
  List<Made> make(List<Piece> all) throws InterruptedException {
    List<Made> made = new ArrayList<>();
    List<Piece> pieces = all.subList(0, Math.min(all.size(), AT_ONCE));
    if (pieces.isEmpty()) {
      return made;
    }
    try {
      models.prepare();
      over(CONFIGURED);
    } catch (IOException e) {
      trouble(CONFIGURED, e);
    }
    for (Models.Model model : models.all()) {
      try {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i += BATCH) {
          vectors.addAll(
              models.embed(
                  model,
                  pieces.subList(i, Math.min(pieces.size(), i + BATCH)).stream()
                      .map(piece -> Piece.meant(piece.headings(), piece.text()))
                      .toList()));
        }
        made.add(new Made(model, vectors));
        over(model.name());
      } catch (IOException e) {
        trouble(model.name(), e);
      }
    }
    return made;
  }

  /** Says it once. */
  void trouble(String model, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (!reason.equals(troubles.put(model, reason))) {
      log.warn("Embeddings wait for {}: {}", model, reason);
    }
  }

  /** What waited for it is made at once. */
  void over(String model) {
    if (troubles.remove(model) != null) {
      wake();
    }
  }

  /** For which models embeddings wait, and why. */
  List<String> waiting() {
    return new TreeMap<>(troubles)
        .entrySet().stream()
            .map(
                trouble ->
                    "Embeddings wait for %s: %s".formatted(trouble.getKey(), trouble.getValue()))
            .toList();
  }

  /** In the transaction of a tenant. */
  void store(JdbcClient jdbc, String tenant, Made made, List<Long> chunks) {
    if (made.vectors().size() < chunks.size()) {
      wake();
    }
    jdbc.sql(Sql.read("knowledge/embedding-store"))
        .param("model", made.model().id())
        .param("tenant", tenant)
        .param("chunks", chunks.subList(0, made.vectors().size()).toArray(Long[]::new))
        .param("embeddings", made.vectors().stream().map(Vectors::array).toArray(String[]::new))
        .param("codes", made.vectors().stream().map(Vectors::code).toArray(String[]::new))
        .update();
  }

  /**
   * Makes some of the embeddings that a model has not made yet.
   *
   * @return whether all of the tenant are made
   * @throws IOException when the model is away
   */
  boolean catchUp(String tenant, Models.Model model) throws IOException, InterruptedException {
    List<Missing> missing =
        tenants.in(
            tenant,
            jdbc ->
                jdbc.sql(Sql.read("knowledge/embedding-missing"))
                    .param("model", model.id())
                    .param("refused", refusedBy(model))
                    .param("limit", BATCH)
                    .query(
                        (row, number) ->
                            new Missing(
                                row.getLong("id"),
                                Piece.meant(
                                    List.of((String[]) row.getArray("headings").getArray()),
                                    row.getString("text"))))
                    .list());
    if (missing.isEmpty()) {
      return true;
    }
    List<Missing> embedded = new ArrayList<>();
    List<float[]> vectors = embed(model, missing, embedded);
    troubles.remove(model.name());
    tenants.in(
        tenant,
        jdbc -> {
          store(
              jdbc, tenant, new Made(model, vectors), embedded.stream().map(Missing::id).toList());
          return true;
        });
    return missing.size() < BATCH;
  }

  /** One text that a model refuses does not keep the others from their embeddings. */
  private List<float[]> embed(Models.Model model, List<Missing> missing, List<Missing> embedded)
      throws IOException, InterruptedException {
    try {
      List<float[]> all = models.embed(model, missing.stream().map(Missing::meant).toList());
      embedded.addAll(missing);
      return all;
    } catch (IOException e) {
      // throws where it is the model that is away
      models.embed(model, List.of("a text that no model refuses"));
    }
    List<float[]> vectors = new ArrayList<>();
    for (Missing one : missing) {
      try {
        vectors.addAll(models.embed(model, List.of(one.meant())));
        embedded.add(one);
      } catch (IOException e) {
        refused.add(model.name() + ' ' + one.id());
        log.warn("{} makes no embedding of piece {}: {}", model.name(), one.id(), e.getMessage());
      }
    }
    return vectors;
  }

  private Long[] refusedBy(Models.Model model) {
    String prefix = model.name() + ' ';
    return refused.stream()
        .filter(one -> one.startsWith(prefix))
        .map(one -> Long.valueOf(one.substring(prefix.length())))
        .toArray(Long[]::new);
  }
}
