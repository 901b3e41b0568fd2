package com.millyweb.hub.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import com.millyweb.hub.database.Rows;
import com.millyweb.hub.database.Sql;
import com.millyweb.hub.home.WorkFolder;
import com.millyweb.hub.knowledge.parse.Block;
import com.millyweb.hub.knowledge.parse.DocumentParser;
import com.millyweb.hub.knowledge.parse.ParsedDocument;
import com.millyweb.hub.knowledge.parse.UnreadableDocument;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents that can be found again. */
@Component
public final class Documents {
  /** Languages whose words Postgres can reduce to their stems, and that questions are asked in. */
  private static final Map<String, String> CONFIGURATIONS = Map.of("en", "english", "de", "german");

  private static final String STORED = "stored";
  private static final String UNCHANGED = "unchanged";
  private static final String REFUSED = "refused";

  private final Tenants tenants;
  private final ChunkEmbeddings embeddings;
  private final DocumentParser parser;
  private final ObjectMapper json;
  private final WorkFolder work;
  private final Timer stored;
  private final Map<String, Counter> states;

  Documents(
      Tenants tenants,
      ChunkEmbeddings embeddings,
      DocumentParser parser,
      ObjectMapper json,
      WorkFolder work,
      MeterRegistry meters) {
    this.tenants = tenants;
    this.embeddings = embeddings;
    this.parser = parser;
    this.json = json;
    this.work = work;
    stored =
        Timer.builder("hub.knowledge.store")
            .description("Reading, cutting, embedding and storing a document")
            .register(meters);
    states =
        Stream.of(STORED, UNCHANGED, REFUSED)
            .collect(
                Collectors.toMap(
                    state -> state,
                    state ->
                        Counter.builder("hub.knowledge.documents")
                            .description("Documents that came, by what became of them")
                            .tag("state", state)
                            .register(meters)));
  }

  /**
   * What is said of a content.
   *
   * @param title instead of the one that the document gives itself
   * @param version what the source calls this content
   */
  public record Given(
      @Nullable String title,
      @Nullable String contentType,
      @Nullable String version,
      Provenance provenance) {}

  /**
   * What came of storing.
   *
   * @param state {@code stored}, {@code unchanged} or {@code refused}
   * @param reason why it was refused
   */
  public record Result(UUID id, String state, @Nullable String reason, int chunks) {}

  private record Known(UUID id, byte[] hash, String state, int chunks) {
    boolean isOf(Spooled content) {
      return Arrays.equals(hash, content.hash());
    }
  }

  private record Read(
      @Nullable ParsedDocument document, List<Piece> pieces, @Nullable String reason) {}

  /**
   * Makes a content findable, in the place of what was there. The same content again changes
   * nothing. What cannot be read is noted as refused, and is not found.
   *
   * @throws IOException when the content could not be read to its end, or no process be started
   */
  public Result store(DocumentPlace place, InputStream content, Given given)
      throws IOException, InterruptedException {
    Result result = replace(place, content, given);
    Objects.requireNonNull(states.get(result.state())).increment();
    return result;
  }

  private Result replace(DocumentPlace place, InputStream content, Given given)
      throws IOException, InterruptedException {
    Timer.Sample sample = Timer.start();
    try (Spooled spooled = Spooled.of(content, parser.largest(), work.folder("documents"))) {
      Known known = tenants.in(place.tenant(), jdbc -> find(jdbc, place));
      // what was refused is tried again: a limit may have been raised, or the machine was busy
      if (known != null && known.state().equals(STORED) && known.isOf(spooled)) {
        return new Result(known.id(), UNCHANGED, null, known.chunks());
      }
      Read read = read(place, spooled, given);
      List<ChunkEmbeddings.Made> made = embeddings.make(read.pieces());
      return tenants.in(
          place.tenant(),
          jdbc -> {
            requireUnchanged(jdbc, place, known);
            return replace(jdbc, place, spooled, given, read, made);
          });
    } finally {
      sample.stop(stored);
    }
  }

  /** An attempt that was given up for its time may still be at work when the next one is done. */
  private static void requireUnchanged(
      JdbcClient jdbc, DocumentPlace place, @Nullable Known before) {
    Known now = find(jdbc, place);
    boolean same =
        before == null || now == null
            ? before == now
            : Arrays.equals(before.hash(), now.hash()) && before.state().equals(now.state());
    if (!same) {
      throw new ConcurrentModificationException(
          "'%s' was stored by somebody else in the meantime".formatted(place.path()));
    }
  }

  private static @Nullable Known find(JdbcClient jdbc, DocumentPlace place) {
    return jdbc.sql(Sql.read("knowledge/document-find"))
        .param("source", place.source())
        .param("path", place.path())
        .query(Known.class)
        .optional()
        .orElse(null);
  }

  private Read read(DocumentPlace place, Spooled content, Given given)
      throws IOException, InterruptedException {
    try (InputStream in = content.open()) {
      ParsedDocument document = parser.parse(in, fileName(place.path()), given.contentType());
      List<Piece> pieces = Pieces.of(document.blocks().stream().map(Documents::storable).toList());
      return pieces.isEmpty()
          ? new Read(document, pieces, "no-text: there is no text in it")
          : new Read(document, pieces, null);
    } catch (UnreadableDocument e) {
      return new Read(null, List.of(), "%s: %s".formatted(e.reason(), e.getMessage()));
    }
  }

  private static String fileName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isBlank() ? "document" : name;
  }

  private static Block storable(Block block) {
    return new Block(
        Rows.storable(block.text()),
        block.headings().stream().map(Rows::storable).toList(),
        block.page());
  }

  private Result replace(
      JdbcClient jdbc,
      DocumentPlace place,
      Spooled content,
      Given given,
      Read read,
      List<ChunkEmbeddings.Made> made) {
    ParsedDocument document = read.document();
    String title =
        given.title() != null ? given.title() : document == null ? null : document.title();
    String language = document == null ? null : document.language();
    jdbc.sql(Sql.read("knowledge/known-tenant")).param("tenant", place.tenant()).update();
    UUID id =
        jdbc.sql(Sql.read("knowledge/document-store"))
            .param("id", Generators.timeBasedEpochGenerator().generate())
            .param("tenant", place.tenant())
            .param("source", place.source())
            .param("path", place.path())
            .param("title", title == null ? null : Rows.storable(title))
            .param("contentType", document == null ? given.contentType() : document.contentType())
            .param("language", language)
            .param("hash", content.hash())
            .param("bytes", content.size())
            .param("version", given.version())
            .param("state", read.reason() == null ? STORED : REFUSED)
            .param("reason", read.reason() == null ? null : Rows.storable(read.reason()))
            .param("truncated", document != null && document.truncated())
            .param("chunks", read.pieces().size())
            .param("event", given.provenance().event())
            .param("by", given.provenance().by())
            .query(UUID.class)
            .single();
    jdbc.sql("delete from chunk where document = :id").param("id", id).update();
    List<Long> chunks =
        jdbc.sql(Sql.read("knowledge/chunk-store"))
            .param("tenant", place.tenant())
            .param("document", id)
            .param("configuration", configuration(language))
            .param("pieces", json(read.pieces()))
            .query(Long.class)
            .list();
    made.forEach(each -> embeddings.store(jdbc, place.tenant(), each, chunks));
    return new Result(id, read.reason() == null ? STORED : REFUSED, read.reason(), chunks.size());
  }

  /** Of a text that is too short to tell, English is the better guess. */
  private static String configuration(@Nullable String language) {
    return language == null
        ? "english"
        : CONFIGURATIONS.getOrDefault(language.toLowerCase(Locale.ROOT), "simple");
  }

  private String json(List<Piece> pieces) {
    try {
      return Rows.storableJson(json.writeValueAsString(pieces));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Takes a document out of what is found.
   *
   * @return whether it was there
   */
  public boolean delete(DocumentPlace place) {
    return tenants.in(
        place.tenant(),
        jdbc ->
            jdbc.sql("delete from document where source = :source and path = :path")
                    .param("source", place.source())
                    .param("path", place.path())
                    .update()
                > 0);
  }

  /**
   * The documents, the one that changed last first.
   *
   * @param source null for all
   * @param before those that follow on {@code (before, id)}
   */
  public List<Document> page(
      String tenant, @Nullable String source, Instant before, UUID id, int limit) {
    return tenants.in(
        tenant,
        jdbc ->
            jdbc.sql(Sql.read("knowledge/document-page"))
                .param("source", source)
                .param("at", Rows.parameter(before))
                .param("id", id)
                .param("limit", limit)
                .query(Document.class)
                .list());
  }
}
