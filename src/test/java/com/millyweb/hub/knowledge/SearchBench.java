package com.millyweb.hub.knowledge;

import com.millyweb.hub.database.Sql;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.NewEvent;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.knowledge.parse.Block;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long a search takes, and how many of the ten nearest it finds, beside a comparison with every
 * embedding and beside pgvector alone, with 1,000, 10,000 and 100,000 pieces. Up to 4,000 are of
 * real text, no two alike; beyond that each is two of them in one.
 */
public final class SearchBench {
  private static final int NEAREST = 10;

  /** How many of the nearest a search for ten merges with what has the words. */
  private static final int DEPTH = 40;

  private static final int ROUNDS = 4;
  private static final int BATCH = 500;
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final int SMALL = 1_500;
  private static final int DOCUMENTS = 30;
  private static final double LEAST_RECALL = 0.95;

  private final Consumer<String[]> report;
  private HubFixture hub;
  private List<String> texts;
  private List<float[]> vectors;
  private String tenant = "";
  private final List<String> poor = new ArrayList<>();

  private SearchBench(Consumer<String[]> report) {
    this.report = report;
  }

  /**
   * @param report takes the cells of a row
   */
  public static void measure(Consumer<String[]> report) throws Exception {
    var bench = new SearchBench(report);
    bench.on("plain Postgres", Map.of());
    if (PgvectorServer.isHere()) {
      try (PgvectorServer server = PgvectorServer.orSkip()) {
        bench.on(
            "pgvector",
            Map.of("hub.db.url", server.url(), "hub.db.user", "hub", "hub.db.password", "hub"));
      }
    }
    if (!bench.poor.isEmpty()) {
      throw new IllegalStateException(
          "recall@10 must be at least %s, was: %s".formatted(LEAST_RECALL, bench.poor));
    }
  }

  private void on(String database, Map<String, String> settings) throws Exception {
    Path home = Files.createTempDirectory("bench");
    Map<String, String> all = new HashMap<>(settings);
    all.put("hub.home", home.toString());
    all.put("hub.s3.watch", "documents");
    hub = HubFixture.start(all);
    try {
      if (texts == null) {
        embed();
      }
      ingest(database);
      searchable(home, database);
      fill();
    } finally {
      hub.close();
    }
  }

  /** What the model makes of real text, and how fast. */
  private void embed() throws Exception {
    store("warm", "nothing in particular");
    Models.Model model = hub.bean(Models.class).active();
    Set<String> different = new LinkedHashSet<>();
    for (String document : OptionTexts.documents(Integer.MAX_VALUE).values()) {
      for (String part : document.split("\n(?=## )")) {
        different.add(Pieces.of(List.of(new Block(part, List.of(), 0))).get(0).text());
      }
    }
    texts = new ArrayList<>(different);
    Collections.shuffle(texts, new java.util.Random(1));
    texts = texts.subList(0, Math.min(texts.size(), SIZES[1]));
    vectors = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < texts.size(); i += 32) {
      vectors.addAll(
          hub.bean(Models.class).embed(model, texts.subList(i, Math.min(texts.size(), i + 32))));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    row(
        "embeddings of pieces of 180 characters",
        "%.0f/s".formatted(texts.size() / seconds),
        "",
        "");
    List<Double> one = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String question : OptionTexts.questions()) {
        one.add(millis(() -> hub.bean(Models.class).embed(model, List.of(question))));
      }
    }
    row("embedding of a question", "", at(one, 50), at(one, 99));
  }

  private void store(String path, String text) throws Exception {
    hub.bean(Documents.class)
        .store(
            new DocumentPlace("default", "bench", path),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new Documents.Given(null, null, null, new Provenance(null, null)));
  }

  /** Documents of 20 kB, until their pieces are found by words and by meaning. */
  private void ingest(String database) throws Exception {
    long begun = System.nanoTime();
    for (int i = 0; i < DOCUMENTS; i++) {
      store("ingest-" + i, String.join("\n\n", texts.subList(i * 120, (i + 1) * 120)));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long pieces =
        hub.bean(Tenants.class)
            .in(
                "default",
                jdbc ->
                    jdbc.sql(
                            """
                            select count(*) from document d
                              join chunk c on c.document = d.id
                              join chunk_embedding e on e.chunk = c.id
                             where d.path like 'ingest-%'
                            """)
                        .query(Long.class)
                        .single());
    row(
        "documents (text, 20 kB) stored with their embeddings, " + database,
        "%.1f/s, %.0f pieces/s".formatted(DOCUMENTS / seconds, pieces / seconds),
        "",
        "");
  }

  /** From the event of a document of ten pages to the search that finds it. */
  private void searchable(Path home, String database) throws Exception {
    Path bucket = home.resolve("objects/documents");
    while (!Files.isDirectory(bucket)) {
      Thread.sleep(100);
    }
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String word = "quokka" + i;
      var html = new StringBuilder("<html><body>");
      for (int page = 0; page < 10; page++) {
        html.append("<h1>Page ").append(page).append("</h1>");
        for (int paragraph = 0; paragraph < 10; paragraph++) {
          html.append("<p>").append(texts.get((i * 100 + page * 10 + paragraph) % texts.size()));
          html.append(" ").append(word).append("</p>");
        }
      }
      Files.writeString(bucket.resolve(word + ".html"), html.append("</body></html>"));
      long begun = System.nanoTime();
      hub.bean(EventLog.class)
          .appendNow(
              NewEvent.json(
                      "minio.object.created",
                      "minio",
                      "{\"bucket\":\"documents\",\"key\":\"%s.html\"}"
                          .formatted(word)
                          .getBytes(StandardCharsets.UTF_8))
                  .withSubject("documents/" + word + ".html"),
              Duration.ofSeconds(10));
      while (hub.bean(Search.class).find("default", word, "documents", 1).results().stream()
          .noneMatch(found -> found.path().startsWith(word))) {
        Thread.sleep(5);
      }
      if (i >= 2) {
        millis.add((System.nanoTime() - begun) / 1e6);
      }
    }
    row(
        "event of an object (HTML, 10 pages) to found, " + database,
        "10 documents",
        at(millis, 50),
        at(millis, 99));
  }

  private void fill() throws Exception {
    Models.Model model = hub.bean(Models.class).active();
    tenant = "large";
    int filled = 0;
    for (int size : SIZES) {
      for (int from = filled; from < size; from += BATCH) {
        insert(model, from, Math.min(size, from + BATCH));
      }
      filled = size;
      compare(model, "%,d pieces".formatted(size));
    }
    tenant = "small";
    for (int from = 0; from < SMALL; from += BATCH) {
      insert(model, from, from + BATCH);
    }
    compare(model, "%,d pieces of one tenant beside those of another".formatted(SMALL));
  }

  private void insert(Models.Model model, int from, int to) {
    var pieces = new StringBuilder("[");
    List<float[]> made = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int a = i % texts.size();
      int b = (a * 31 + i / texts.size() * 7_919 + 17) % texts.size();
      boolean real = i < texts.size();
      String text = real ? texts.get(a) : texts.get(a) + "\n" + texts.get(b);
      made.add(real ? vectors.get(a) : sum(vectors.get(a), vectors.get(b)));
      pieces
          .append(pieces.length() > 1 ? "," : "")
          .append(
              "{\"ordinal\":%d,\"text\":%s,\"headings\":[],\"begins\":0,\"ends\":%d,\"page\":0}"
                  .formatted(i, json(text), text.length()));
    }
    hub.bean(Tenants.class)
        .in(
            tenant,
            jdbc -> {
              var id =
                  java.util.UUID.nameUUIDFromBytes(
                      (tenant + from).getBytes(StandardCharsets.UTF_8));
              jdbc.sql(
                      "insert into document (id, tenant, source, path, hash, bytes, state) values (?, ?, 'bench', ?, '', 0, 'stored')")
                  .params(List.of(id, tenant, "d" + from))
                  .update();
              List<Long> chunks =
                  jdbc.sql(Sql.read("knowledge/chunk-store"))
                      .param("tenant", tenant)
                      .param("document", id)
                      .param("configuration", "english")
                      .param("pieces", pieces.append(']').toString())
                      .query(Long.class)
                      .list();
              hub.bean(ChunkEmbeddings.class)
                  .store(jdbc, tenant, new ChunkEmbeddings.Made(model, made), chunks);
              return true;
            });
  }

  private static float[] sum(float[] a, float[] b) {
    float[] sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return Vectors.unit(sum);
  }

  private static String json(String text) {
    return new com.fasterxml.jackson.databind.node.TextNode(text).toString();
  }

  private void compare(Models.Model model, String pieces) throws Exception {
    hub.bean(JdbcClient.class).sql("analyze").update();
    boolean pgvector = hub.bean(Tenants.class).access().pgvector();
    List<String> questions = OptionTexts.questions();
    List<float[]> meant = hub.bean(Models.class).embed(model, questions);
    List<Double> whole = new ArrayList<>();
    List<Double> near = new ArrayList<>();
    List<Double> scan = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    int same = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < questions.size(); i++) {
        String question = questions.get(i);
        float[] vector = meant.get(i);
        var asked = new Search.Meant(model, vector, null);
        whole.add(
            millis(() -> hub.bean(Search.class).find(tenant, question, asked, null, NEAREST)));
        List<Long> found = new ArrayList<>();
        near.add(
            millis(
                () ->
                    found.addAll(
                        ids(
                            "select chunk from knowledge_nearest(cast(? as real[]), cast(? as varbit), ?, null, ?)",
                            List.of(
                                Vectors.array(vector), Vectors.code(vector), model.id(), DEPTH)))));
        if (round == 0) {
          List<Long> exact = new ArrayList<>();
          scan.add(
              millis(
                  () ->
                      exact.addAll(
                          ids(
                              "with meant as materialized (select cast(? as real[]) as vector) select e.chunk from meant m, chunk_embedding e where e.model = ? order by (select sum(a.x * a.y) from (select unnest(e.embedding) as x, unnest(m.vector) as y) a) desc, e.chunk limit ?",
                              List.of(Vectors.array(vector), model.id(), NEAREST)))));
          same += (int) exact.stream().filter(found.subList(0, NEAREST)::contains).count();
        }
        if (pgvector) {
          alone.add(
              millis(
                  () ->
                      ids(
                          "select chunk from chunk_embedding where model = %1$d order by (embedding::halfvec(%2$d)) <=> cast(? as real[])::halfvec(%2$d) limit ?"
                              .formatted(model.id(), model.dimension()),
                          List.of(Vectors.array(vector), NEAREST))));
        }
      }
    }
    double recall = (double) same / (NEAREST * questions.size());
    if (recall < LEAST_RECALL) {
      poor.add("%s: %.3f".formatted(pieces, recall));
    }
    row(
        "search, %s, %s".formatted(pieces, pgvector ? "pgvector" : "plain Postgres"),
        "recall@10 %.3f".formatted(recall),
        at(whole, 50),
        at(whole, 99));
    row("… its nearest neighbours alone", "", at(near, 50), at(near, 99));
    row("… beside: cosine of every piece", "recall@10 1", at(scan, 50), at(scan, 99));
    if (pgvector) {
      row("… beside: pgvector's index, without tenants", "", at(alone, 50), at(alone, 99));
    }
  }

  private List<Long> ids(String sql, List<Object> parameters) {
    return hub.bean(Tenants.class)
        .in(tenant, jdbc -> jdbc.sql(sql).params(parameters).query(Long.class).list());
  }

  private static double millis(Callable<?> work) throws Exception {
    long begun = System.nanoTime();
    work.call();
    return (System.nanoTime() - begun) / 1e6;
  }

  private static String at(List<Double> millis, int percent) {
    List<Double> sorted = millis.stream().sorted().toList();
    return "%.1f".formatted(sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)));
  }

  private void row(String... cells) {
    report.accept(cells);
  }
}
