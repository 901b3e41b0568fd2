package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds pieces of documents by meaning and by words. */
@Component
public final class Search {
  public static final int MOST = 50;
  private static final int LONGEST_QUESTION = 2_000;

  private final Tenants tenants;
  private final Models models;
  private final Timer searched;

  Search(Tenants tenants, Models models, MeterRegistry meters) {
    this.tenants = tenants;
    this.models = models;
    searched =
        Timer.builder("hub.knowledge.search")
            .description("Searching, the embedding of the question included")
            .register(meters);
  }

  /** A question as it is put to the database. */
  record Meant(Models.@Nullable Model model, float @Nullable [] vector, @Nullable String note) {}

  /**
   * The best answers, the best first.
   *
   * @param source where it is looked; null for everywhere
   * @param limit 1 to {@value #MOST}
   * @throws IllegalArgumentException when the question cannot be asked
   */
  public Answer find(String tenant, String question, @Nullable String source, int limit)
      throws InterruptedException {
    String asked = Rows.storable(question).strip();
    if (asked.isEmpty() || asked.length() > LONGEST_QUESTION) {
      throw new IllegalArgumentException(
          "A question must have 1 to %d characters, had %d"
              .formatted(LONGEST_QUESTION, asked.length()));
    }
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to %d, was: %d".formatted(MOST, limit));
    }
    Timer.Sample sample = Timer.start();
    try {
      Meant meant = meaning(asked);
      List<Found> found = find(tenant, asked, meant, source, limit);
      Models.Model model = meant.model();
      return new Answer(asked, model == null ? null : model.name(), meant.note(), found);
    } finally {
      sample.stop(searched);
    }
  }

  /** Without its embedding when no model can make it. */
  Meant meaning(String question) throws InterruptedException {
    Models.Model model = models.active();
    if (model == null) {
      return new Meant(
          null, null, models.isOff() ? "hub.embeddings is off" : "no document has embeddings yet");
    }
    try {
      return new Meant(model, models.embed(model, List.of(question)).get(0), null);
    } catch (IOException e) {
      return new Meant(
          null, null, "%s does not answer: %s".formatted(model.name(), e.getMessage()));
    }
  }

  List<Found> find(
      String tenant, String question, Meant meant, @Nullable String source, int limit) {
    Models.Model model = meant.model();
    float[] vector = meant.vector();
    return tenants.in(
        tenant,
        jdbc ->
            jdbc.sql(Sql.read("knowledge/search"))
                .param("question", question)
                .param("meaning", vector == null ? null : Vectors.array(vector))
                .param("code", vector == null ? null : Vectors.code(vector))
                .param("model", model == null ? 0 : model.id())
                .param("source", source)
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list());
  }

  private static Found read(ResultSet row) throws SQLException {
    int page = row.getInt("page");
    double similarity = row.getDouble("similarity");
    boolean byWordsAlone = row.wasNull();
    return new Found(
        row.getString("text"),
        row.getString("title"),
        List.of((String[]) row.getArray("headings").getArray()),
        row.getString("source"),
        row.getString("path"),
        page == 0 ? null : page,
        row.getInt("begins"),
        row.getInt("ends"),
        row.getDouble("score"),
        byWordsAlone ? null : similarity,
        Rows.uuid(row, "document"),
        row.getString("version"));
  }
}
