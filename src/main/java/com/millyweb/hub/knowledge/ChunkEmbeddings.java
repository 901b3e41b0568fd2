package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Models models;
  private final Tenants tenants;
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  ChunkEmbeddings(Models models, Tenants tenants) {
    this.models = models;
    this.tenants = tenants;
  }

  /** The embeddings that a model made of some pieces, in their order. */
  record Made(Models.Model model, List<float[]> vectors) {}

  private record Missing(long id, String meant) {}

  /** With each model that can be asked. */
  List<Made> make(List<Piece> pieces) throws InterruptedException {
    List<Made> made = new ArrayList<>();
    if (pieces.isEmpty()) {
      return made;
    }
    try {
      models.prepare();
    } catch (IOException e) {
      trouble("the model of the configuration", e);
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
        troubles.remove(model.name());
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

  /** In the transaction of a tenant. */
  void store(JdbcClient jdbc, String tenant, Made made, List<Long> chunks) {
    jdbc.sql(Sql.read("knowledge/embedding-store"))
        .param("model", made.model().id())
        .param("tenant", tenant)
        .param("chunks", chunks.toArray(Long[]::new))
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
    var made = new Made(model, models.embed(model, missing.stream().map(Missing::meant).toList()));
    troubles.remove(model.name());
    tenants.in(
        tenant,
        jdbc -> {
          store(jdbc, tenant, made, missing.stream().map(Missing::id).toList());
          return true;
        });
    return missing.size() < BATCH;
  }
}
