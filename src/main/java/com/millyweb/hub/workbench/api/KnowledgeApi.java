package com.millyweb.hub.workbench.api;

import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.knowledge.Answer;
import com.millyweb.hub.knowledge.Document;
import com.millyweb.hub.knowledge.DocumentPlace;
import com.millyweb.hub.knowledge.Documents;
import com.millyweb.hub.knowledge.Fact;
import com.millyweb.hub.knowledge.Memories;
import com.millyweb.hub.knowledge.Search;
import com.millyweb.hub.workbench.access.RequiresScope;
import com.millyweb.hub.workbench.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Documents that can be found by meaning and by words, and facts that are remembered. */
@RestController
@RequestMapping("/api/knowledge")
@Tag(name = "knowledge")
class KnowledgeApi {
  private static final Cursor NEWEST =
      new Cursor(
          Instant.parse("9999-01-01T00:00:00Z"),
          new UUID(Long.MAX_VALUE, Long.MAX_VALUE).toString());
  private static final int DEFAULT_RESULTS = 10;

  /** What is looked for, and where. */
  @ParameterObject
  record SearchQuery(
      @NotBlank(message = "must say what is looked for")
          @Parameter(description = "A question, or words")
          String q,
      @Text
          @Parameter(description = "Whose knowledge it is")
          @Schema(defaultValue = DocumentPlace.DEFAULT_TENANT)
          @Nullable String tenant,
      @Text @Parameter(description = "Only in this bucket, folder, …") @Nullable String source,
      @Min(value = 1, message = RULE)
          @Max(value = Search.MOST, message = RULE)
          @Schema(defaultValue = "10")
          @Nullable Integer limit) {
    private static final String RULE = "must be 1 to " + Search.MOST;
  }

  /** Whose documents. */
  @ParameterObject
  record DocumentQuery(
      @Text
          @Parameter(description = "Whose knowledge it is")
          @Schema(defaultValue = DocumentPlace.DEFAULT_TENANT)
          @Nullable String tenant,
      @Text @Parameter(description = "Only of this bucket, folder, …") @Nullable String source) {}

  /** Which facts. */
  @ParameterObject
  record FactQuery(
      @Text
          @Parameter(description = "Whose knowledge it is")
          @Schema(defaultValue = DocumentPlace.DEFAULT_TENANT)
          @Nullable String tenant,
      @Text @Parameter(description = "What their names begin with") @Nullable String prefix,
      @Text @Parameter(description = "The name after which they begin") @Nullable String after) {}

  private final Search search;
  private final Documents documents;
  private final Memories memories;

  KnowledgeApi(Search search, Documents documents, Memories memories) {
    this.search = search;
    this.documents = documents;
    this.memories = memories;
  }

  @GetMapping("/search")
  @Operation(
      operationId = "searchKnowledge",
      summary = "Pieces of documents, by meaning and by words",
      description = "The best ones first, each with its source and its place in the text.")
  @RequiresScope(Scope.viewer)
  Answer search(@Valid SearchQuery query) {
    try {
      Integer limit = query.limit();
      return search.find(
          tenant(query.tenant()),
          query.q(),
          Given.text(query.source()),
          limit == null ? DEFAULT_RESULTS : limit);
    } catch (IllegalArgumentException e) {
      throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "The hub stops");
    }
  }

  @GetMapping("/documents")
  @Operation(
      operationId = "listDocuments",
      summary = "The documents, and why some could not be read; the one that changed last first")
  @RequiresScope(Scope.viewer)
  Listing<Document> documents(@Valid DocumentQuery query, @Valid PageQuery page) {
    String tenant = tenant(query.tenant());
    return Listing.of(
        page,
        (after, limit) -> {
          Cursor from = after == null ? NEWEST : after;
          List<Document> found =
              documents.page(tenant, Given.text(query.source()), from.at(), from.uuid(), limit + 1);
          return Page.of(
              found,
              limit,
              document -> new Cursor(document.changedAt().toInstant(), document.id().toString()));
        });
  }

  @GetMapping("/facts")
  @Operation(operationId = "listFacts", summary = "What was remembered, by name")
  @RequiresScope(Scope.viewer)
  Listing<Fact> facts(@Valid FactQuery query) {
    String prefix = Given.text(query.prefix());
    String after = Given.text(query.after());
    return Listing.all(
        memories.recall(
            tenant(query.tenant()),
            prefix == null ? "" : prefix,
            after == null ? "" : after,
            Memories.MOST));
  }

  private static String tenant(@Nullable String given) {
    String tenant = Given.text(given);
    if (tenant == null) {
      return DocumentPlace.DEFAULT_TENANT;
    }
    try {
      DocumentPlace.requireTenant(tenant);
    } catch (IllegalArgumentException e) {
      throw Refusal.badParameter("tenant", "is none: " + e.getMessage());
    }
    return tenant;
  }
}
