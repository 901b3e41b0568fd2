package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Sql;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The models whose embeddings are stored. A new one in the configuration is built beside the one
 * that answers, until every piece has an embedding of it.
 */
@Component
final class Models {
  private static final Logger log = LoggerFactory.getLogger(Models.class);
  private static final int MOST_DIMENSIONS = 4_000;
  private static final long LONG_NANOS = 1_500_000_000L;
  private static final long LEFT_ALONE_NANOS = 30_000_000_000L;

  /** Of the time, building an index that fails takes at most a tenth. */
  private static final long INDEX_REST = 9;

  /** Shorter than the time between two looks at what is missing, so that the next one tries it. */
  private static final long INDEX_LEFT_ALONE_NANOS = 10_000_000_000L;

  private static final long FRESH_NANOS = 5_000_000_000L;

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Tenants tenants;
  private final List<Embeddings> kinds;
  private final String configured;
  private final Set<Integer> indexed = ConcurrentHashMap.newKeySet();
  private final Map<String, Silence> silent = new ConcurrentHashMap<>();
  private volatile List<Model> known = List.of();
  private volatile long readAt = Long.MIN_VALUE;
  private long indexFrom = System.nanoTime();

  /**
   * @param active whether it answers
   */
  record Model(int id, String name, int dimension, boolean active) {}

  Models(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      Tenants tenants,
      List<Embeddings> kinds,
      EmbeddingsProperties properties) {
    this.jdbc = jdbc;
    this.transactions = new TransactionTemplate(transactions);
    this.tenants = tenants;
    this.kinds = kinds;
    this.configured = properties.model();
  }

  boolean isOff() {
    return configured.equals(EmbeddingsProperties.OFF);
  }

  /** The one that answers and the one that is built; as they were at most five seconds ago. */
  List<Model> all() {
    if (isOff()) {
      return List.of();
    }
    if (readAt == Long.MIN_VALUE || System.nanoTime() - readAt > FRESH_NANOS) {
      read();
    }
    return known;
  }

  /** The one that answers. */
  @Nullable Model active() {
    return all().stream().filter(Model::active).findFirst().orElse(null);
  }

  private void read() {
    known =
        jdbc.sql("select id, name, dimension, state = 'active' as active from embedding_model")
            .query(Model.class)
            .list();
    readAt = System.nanoTime();
  }

  /**
   * Makes the configured one known, if it is not: as the one that answers where there is none, else
   * as the one that is built.
   *
   * @throws IOException when it cannot be asked
   */
  synchronized void prepare() throws IOException, InterruptedException {
    if (isOff()) {
      return;
    }
    if (all().stream().anyMatch(model -> !model.active() && !isWanted(model))) {
      jdbc.sql(Sql.read("knowledge/model-forget")).param("name", configured).update();
      jdbc.sql(Sql.read("knowledge/model-index-tidy")).update();
      read();
    }
    index();
    if (all().stream().anyMatch(model -> model.name().equals(configured))) {
      return;
    }
    int dimension = ask(configured, List.of("dimension")).get(0).length;
    jdbc.sql(Sql.read("knowledge/model-add"))
        .param("name", configured)
        .param("dimension", dimension)
        .update();
    read();
    index();
    log.info("Embeddings are made by {}, with {} dimensions", configured, dimension);
  }

  /**
   * Where pgvector is there, each model has an index. https://github.com/pgvector/pgvector says
   * that one of halfvec takes up to 4,000 dimensions. Without it searches only take longer, so that
   * nothing else waits for one that cannot be built; it is tried again after a while.
   */
  private void index() {
    if (!tenants.access().pgvector() || System.nanoTime() - indexFrom < 0) {
      return;
    }
    for (Model model : all()) {
      if (model.dimension() <= MOST_DIMENSIONS && !indexed.contains(model.id())) {
        long begun = System.nanoTime();
        try {
          jdbc.sql(Sql.read("knowledge/model-index").formatted(model.id(), model.dimension()))
              .update();
          indexed.add(model.id());
        } catch (DataAccessException e) {
          long end = System.nanoTime();
          indexFrom = end + Math.max(INDEX_LEFT_ALONE_NANOS, INDEX_REST * (end - begun));
          log.warn(
              "The embeddings of {} have no index yet, searches take longer: {}",
              model.name(),
              e.getMessage());
          return;
        }
      }
    }
  }

  /** Ends the building: it answers from now on, and the one before it is forgotten. */
  void activate(Model built) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.sql("delete from embedding_model where state = 'active'").update();
          jdbc.sql(Sql.read("knowledge/model-active")).param("id", built.id()).update();
        });
    jdbc.sql(Sql.read("knowledge/model-index-tidy")).update();
    read();
    log.info("Embeddings of {} answer now", built.name());
  }

  /** Unit vectors of texts, as a model sees them. */
  List<float[]> embed(Model model, List<String> texts) throws IOException, InterruptedException {
    List<float[]> embedded;
    try {
      embedded = ask(model.name(), texts).stream().map(Vectors::unit).toList();
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(model.name(), e.getMessage()), e);
    }
    for (float[] each : embedded) {
      if (each.length != model.dimension()) {
        throw new IOException(
            "%s gave an embedding with %d dimensions, and those that are stored have %d"
                .formatted(model.name(), each.length, model.dimension()));
      }
    }
    return embedded;
  }

  /** Whether the configuration names it. */
  boolean isWanted(Model model) {
    return model.name().equals(configured);
  }

  /** One that let somebody wait in vain is left alone for a while: nobody else shall wait. */
  private List<float[]> ask(String name, List<String> texts)
      throws IOException, InterruptedException {
    Silence silence = silent.get(name);
    if (silence != null && System.nanoTime() - silence.since() < LEFT_ALONE_NANOS) {
      throw new IOException(silence.reason());
    }
    long begun = System.nanoTime();
    try {
      List<float[]> answer = embedder(name).embed(texts);
      silent.remove(name);
      return answer;
    } catch (IOException e) {
      if (System.nanoTime() - begun > LONG_NANOS) {
        silent.put(name, new Silence(System.nanoTime(), String.valueOf(e.getMessage())));
      }
      throw e;
    }
  }

  private record Silence(long since, String reason) {}

  private Embedder embedder(String name) throws IOException {
    return kinds.stream()
        .map(kind -> kind.find(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IOException("There is no model " + name));
  }
}
