package com.millyweb.hub.knowledge.endpoint;

import com.millyweb.hub.knowledge.DocumentPlace;
import com.millyweb.hub.knowledge.Search;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Find documents by meaning and by words, store and delete them, and remember facts.
 *
 * <p>Storing the same content again changes nothing, so that a flow may be tried again.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "knowledge",
    title = "Knowledge",
    syntax = "knowledge:action",
    producerOnly = true,
    category = {Category.AI, Category.SEARCH})
public class KnowledgeEndpoint extends DefaultEndpoint {
  @UriPath(description = "search, store, delete, remember, recall, forget.")
  @Metadata(required = true)
  private KnowledgeAction action = KnowledgeAction.search;

  @UriParam(
      defaultValue = "default",
      description =
          "Whose knowledge it is; nobody sees that of another tenant. Text with simple expressions in it.")
  private String tenant = DocumentPlace.DEFAULT_TENANT;

  @UriParam(
      description =
          "What the document lies in, such as a bucket or a folder; text with simple expressions in it. For search: where it looks, which is everywhere by default.")
  private @Nullable String source;

  @UriParam(
      description =
          "For store and delete: the document's own name in its source; text with simple expressions in it.")
  private @Nullable String path;

  @UriParam(
      description =
          "For store: instead of the title in the document; text with simple expressions in it.")
  private @Nullable String title;

  @UriParam(
      description =
          "For store: the type of the content, where it is known; a simple expression. The default is what the content looks like.")
  private @Nullable String contentType;

  @UriParam(
      description =
          "For store: what the source calls this content, such as an ETag; a simple expression.")
  private @Nullable String version;

  @UriParam(
      description =
          "For search: the question; text with simple expressions in it. The default is the body.")
  private @Nullable String question;

  @UriParam(defaultValue = "10", description = "For search and recall: how many at most, up to 50.")
  private int limit = 10;

  @UriParam(
      description =
          "For remember and forget: the fact's name; for recall: what names begin with. Text with simple expressions in it.")
  private @Nullable String fact;

  @UriParam(
      description =
          "For remember: what is remembered; text with simple expressions in it. The default is the body.")
  private @Nullable String text;

  public KnowledgeEndpoint(String uri, KnowledgeComponent component) {
    super(uri, component);
  }

  void requireConsistent() {
    switch (action) {
      case store, delete -> {
        require("source", source);
        require("path", path);
      }
      case remember, forget -> require("fact", fact);
      case search, recall -> {
        if (limit < 1 || limit > Search.MOST) {
          throw new IllegalArgumentException(
              "limit must be 1 to %d, was: %d".formatted(Search.MOST, limit));
        }
      }
    }
  }

  private void require(String option, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("knowledge:%s needs '%s'".formatted(action, option));
    }
  }

  /** The texts with expressions that are given, by their option. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("tenant", tenant);
    put(texts, "source", source);
    put(texts, "path", path);
    put(texts, "title", title);
    put(texts, "contentType", contentType);
    put(texts, "version", version);
    put(texts, "question", question);
    put(texts, "fact", fact);
    put(texts, "text", text);
    return texts;
  }

  private static void put(Map<String, String> texts, String name, @Nullable String text) {
    if (text != null) {
      texts.put(name, text);
    }
  }

  @Override
  public Producer createProducer() {
    return new KnowledgeProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("knowledge:%s can only be sent to".formatted(action));
  }

  public KnowledgeAction getAction() {
    return action;
  }

  public void setAction(KnowledgeAction action) {
    this.action = action;
  }

  public String getTenant() {
    return tenant;
  }

  public void setTenant(String tenant) {
    this.tenant = tenant;
  }

  public @Nullable String getSource() {
    return source;
  }

  public void setSource(@Nullable String source) {
    this.source = source;
  }

  public @Nullable String getPath() {
    return path;
  }

  public void setPath(@Nullable String path) {
    this.path = path;
  }

  public @Nullable String getTitle() {
    return title;
  }

  public void setTitle(@Nullable String title) {
    this.title = title;
  }

  public @Nullable String getContentType() {
    return contentType;
  }

  public void setContentType(@Nullable String contentType) {
    this.contentType = contentType;
  }

  public @Nullable String getVersion() {
    return version;
  }

  public void setVersion(@Nullable String version) {
    this.version = version;
  }

  public @Nullable String getQuestion() {
    return question;
  }

  public void setQuestion(@Nullable String question) {
    this.question = question;
  }

  public int getLimit() {
    return limit;
  }

  public void setLimit(int limit) {
    this.limit = limit;
  }

  public @Nullable String getFact() {
    return fact;
  }

  public void setFact(@Nullable String fact) {
    this.fact = fact;
  }

  public @Nullable String getText() {
    return text;
  }

  public void setText(@Nullable String text) {
    this.text = text;
  }
}
