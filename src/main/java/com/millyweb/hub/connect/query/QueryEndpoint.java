package com.millyweb.hub.connect.query;

import com.millyweb.hub.config.Durations;
import java.time.Duration;
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
 * Read a Postgres database: one statement that changes nothing, in a transaction that may not
 * write.
 *
 * <p>The body becomes a map: columns, their names; rows, a list of maps; truncated, whether there
 * was more than the limits let through.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "query",
    title = "Query",
    syntax = "query:database",
    producerOnly = true,
    category = {Category.DATABASE})
public class QueryEndpoint extends DefaultEndpoint {
  private static final int MOST_ROWS = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @UriPath(
      description =
          "hub for the hub's own database, of which the schema flow can be read, or the name of one of hub.connect.databases.")
  @Metadata(required = true)
  private String database = "";

  @UriParam(
      description =
          "The statement, in which :name stands for value.name; text with simple expressions in it. The default is the body.")
  private @Nullable String sql;

  @UriParam(
      description = "value.<name>: a value of the statement; a simple expression.",
      prefix = "value.",
      multiValue = true)
  private Map<String, Object> value = new LinkedHashMap<>();

  @UriParam(defaultValue = "100", description = "How many rows at most, up to 10000.")
  private int maxRows = 100;

  @UriParam(defaultValue = "10s", description = "How long the statement may take, up to 1m.")
  private String timeout = "10s";

  public QueryEndpoint(String uri, QueryComponent component) {
    super(uri, component);
  }

  ReadOnlyQuery.Limits limits() {
    if (maxRows < 1 || maxRows > MOST_ROWS) {
      throw new IllegalArgumentException(
          "maxRows must be 1 to %d, was: %d".formatted(MOST_ROWS, maxRows));
    }
    Duration longest;
    try {
      longest = Durations.parse(timeout);
    } catch (IllegalArgumentException e) {
      longest = Duration.ZERO;
    }
    if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout must be 1ms to 1m, was: '%s'".formatted(timeout));
    }
    return new ReadOnlyQuery.Limits(maxRows, longest);
  }

  @Override
  public Producer createProducer() {
    return new QueryProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "query:%s can only be sent to; what changes in a table is an event where hub.connect.databases.<name>.tables names it"
            .formatted(database));
  }

  public String getDatabase() {
    return database;
  }

  public void setDatabase(String database) {
    this.database = database;
  }

  public @Nullable String getSql() {
    return sql;
  }

  public void setSql(@Nullable String sql) {
    this.sql = sql;
  }

  public Map<String, Object> getValue() {
    return value;
  }

  public void setValue(Map<String, Object> value) {
    this.value = value;
  }

  public int getMaxRows() {
    return maxRows;
  }

  public void setMaxRows(int maxRows) {
    this.maxRows = maxRows;
  }

  public String getTimeout() {
    return timeout;
  }

  public void setTimeout(String timeout) {
    this.timeout = timeout;
  }
}
