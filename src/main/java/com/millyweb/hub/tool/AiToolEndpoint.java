package com.millyweb.hub.tool;

import com.millyweb.hub.camel.FilesBeside;
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
 * A route that agents, MCP clients and flows may call, with its contract.
 *
 * <p>The arguments of a call are the body, a map, and headers of the same names; nothing else of
 * the caller is there. What is in the body at the end of the route is the answer.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = AiToolEndpoint.SCHEME,
    title = "AI Tool",
    syntax = "ai-tool:name",
    category = {Category.AI})
public class AiToolEndpoint extends DefaultEndpoint {
  static final String SCHEME = "ai-tool";

  private static final String SCHEMA = ".schema";

  @UriPath(description = "The tool's name: a letter, then letters, digits, '_' and '-'.")
  @Metadata(required = true)
  private String name = "";

  @UriParam(
      label = "consumer",
      description = "What the tool does; by this models and people choose it.")
  private @Nullable String description;

  @UriParam(label = "consumer", description = "The name that people see.")
  private @Nullable String title;

  @UriParam(label = "consumer", description = "Names of groups of tools, with commas.")
  private @Nullable String tags;

  @UriParam(
      label = "consumer",
      description =
          "parameter.<name>: its type, which is string, integer, number, boolean, array or object; parameter.<name>.description, .required (true or false), .enum (values with commas), .items (the type of what an array holds) and .schema (a JSON Schema, or a file beside the route that has one, such as order.json).",
      prefix = "parameter.",
      multiValue = true)
  private Map<String, Object> parameter = new LinkedHashMap<>();

  @UriParam(label = "consumer", description = "The tool changes nothing.")
  private boolean readOnlyHint;

  @UriParam(
      label = "consumer",
      description =
          "The tool may destroy something. The default is true for what is not read-only.")
  private @Nullable Boolean destructiveHint;

  @UriParam(
      label = "consumer",
      description = "A second call with the same arguments changes nothing more.")
  private boolean idempotentHint;

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description = "The tool reaches beyond the systems that the hub itself runs with.")
  private boolean openWorldHint = true;

  @UriParam(
      label = "consumer",
      description =
          "Its answer has words that strangers may have written, so that an agent that read it is trusted less. The default is openWorldHint.")
  private @Nullable Boolean untrustedHint;

  @UriParam(
      label = "consumer",
      description =
          "Its answer shows contents, such as the data of events, files or rows: who may only look on (scope viewer) cannot call it.")
  private boolean contentHint;

  @UriParam(
      label = "consumer",
      description =
          "A person decides about each call of an agent, whatever rules the agent's file has.")
  private boolean askAlways;

  @UriParam(
      label = "consumer",
      description =
          "The name of a read-only tool with the same parameters; what it answers stands beside the question whether the call may be done.")
  private @Nullable String preview;

  @UriParam(
      label = "consumer",
      defaultValue = "1m",
      description = "How long a call may take, 1s to 1h.")
  private String timeout = "1m";

  @UriParam(
      label = "producer",
      description =
          "argument.<parameter>: text with simple expressions in it. Without any, the fields of the body are the arguments.",
      prefix = "argument.",
      multiValue = true)
  private Map<String, Object> argument = new LinkedHashMap<>();

  /** The options of the parameters with the files that they name read. */
  private Map<String, String> parameters = Map.of();

  public AiToolEndpoint(String uri, AiToolComponent component) {
    super(uri, component);
  }

  /**
   * Finds what is wrong with a contract, where the URI has one.
   *
   * @param beside null where no route file is made
   */
  void read(@Nullable FilesBeside beside) {
    Map<String, String> read = new LinkedHashMap<>();
    parameter.forEach(
        (option, value) -> {
          String text = String.valueOf(value);
          read.put(option, option.endsWith(SCHEMA) ? FilesBeside.text(text, beside) : text);
        });
    parameters = read;
    if (description != null || title != null || !parameter.isEmpty()) {
      contract("");
    }
  }

  Tool contract(String route) {
    return ToolContract.read(this, parameters, route);
  }

  @Override
  public Producer createProducer() {
    return new AiToolProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    contract("");
    var consumer = new AiToolConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public @Nullable String getDescription() {
    return description;
  }

  public void setDescription(@Nullable String description) {
    this.description = description;
  }

  public @Nullable String getTitle() {
    return title;
  }

  public void setTitle(@Nullable String title) {
    this.title = title;
  }

  public @Nullable String getTags() {
    return tags;
  }

  public void setTags(@Nullable String tags) {
    this.tags = tags;
  }

  public Map<String, Object> getParameter() {
    return parameter;
  }

  public void setParameter(Map<String, Object> parameter) {
    this.parameter = parameter;
  }

  public boolean isReadOnlyHint() {
    return readOnlyHint;
  }

  public void setReadOnlyHint(boolean readOnlyHint) {
    this.readOnlyHint = readOnlyHint;
  }

  public @Nullable Boolean getDestructiveHint() {
    return destructiveHint;
  }

  public void setDestructiveHint(@Nullable Boolean destructiveHint) {
    this.destructiveHint = destructiveHint;
  }

  public boolean isIdempotentHint() {
    return idempotentHint;
  }

  public void setIdempotentHint(boolean idempotentHint) {
    this.idempotentHint = idempotentHint;
  }

  public boolean isOpenWorldHint() {
    return openWorldHint;
  }

  public void setOpenWorldHint(boolean openWorldHint) {
    this.openWorldHint = openWorldHint;
  }

  public @Nullable Boolean getUntrustedHint() {
    return untrustedHint;
  }

  public void setUntrustedHint(@Nullable Boolean untrustedHint) {
    this.untrustedHint = untrustedHint;
  }

  public boolean isContentHint() {
    return contentHint;
  }

  public void setContentHint(boolean contentHint) {
    this.contentHint = contentHint;
  }

  public boolean isAskAlways() {
    return askAlways;
  }

  public void setAskAlways(boolean askAlways) {
    this.askAlways = askAlways;
  }

  public @Nullable String getPreview() {
    return preview;
  }

  public void setPreview(@Nullable String preview) {
    this.preview = preview;
  }

  public String getTimeout() {
    return timeout;
  }

  public void setTimeout(String timeout) {
    this.timeout = timeout;
  }

  public Map<String, Object> getArgument() {
    return argument;
  }

  public void setArgument(Map<String, Object> argument) {
    this.argument = argument;
  }
}
