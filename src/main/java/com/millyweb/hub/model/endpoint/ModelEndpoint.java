package com.millyweb.hub.model.endpoint;

import com.millyweb.hub.camel.FilesBeside;
import com.millyweb.hub.config.Durations;
import java.time.Duration;
import java.util.regex.Pattern;
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
 * Ask a language model one question; its answer is the body.
 *
 * <p>With a schema the answer is a map that fits it. What the question took stands in the variable
 * model.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "model",
    title = "Model",
    syntax = "model:name",
    producerOnly = true,
    category = {Category.AI})
public class ModelEndpoint extends DefaultEndpoint {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final double HOTTEST = 2;

  @UriPath(description = "chat, small, or another name of hub.models.")
  @Metadata(required = true)
  private String name = "";

  @UriParam(
      description =
          "The question: text with simple expressions in it, or a file beside the flow that has it, such as summarise.prompt.md. What the expressions read is data to the model, and no order. Without expressions the body follows it; the default is the body.")
  private @Nullable String prompt;

  @UriParam(
      description =
          "What the model is and how it answers: text without expressions, or a file beside the flow, such as triage.prompt.md.")
  private @Nullable String system;

  @UriParam(
      description =
          "The JSON Schema of the answer: a file beside the flow, such as verdict.json, or the schema itself. The body is then a map.")
  private @Nullable String schema;

  @UriParam(
      description =
          "0 to 2: 0 for the likeliest words. The default is what hub.models says, or the server.")
  private @Nullable Double temperature;

  @UriParam(
      description =
          "Of the answer, at most; one that would be longer fails. The default is what the server has.")
  private @Nullable Integer maxTokens;

  @UriParam(
      defaultValue = "2m",
      description = "How long all of it may take, with waiting and a repair, 1s to 1h.")
  private String timeout = "2m";

  private @Nullable Prompt question;
  private @Nullable String instruction;
  private @Nullable AnswerSchema answer;
  private Duration patience = Duration.ofMinutes(2);

  public ModelEndpoint(String uri, ModelComponent component) {
    super(uri, component);
  }

  /**
   * @param beside null where no route file is made
   */
  void read(@Nullable FilesBeside beside) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "model: needs the name of a model, such as model:small, was: '%s'".formatted(name));
    }
    if (temperature != null && !(temperature >= 0 && temperature <= HOTTEST)) {
      throw new IllegalArgumentException("temperature must be 0 to 2, was: " + temperature);
    }
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, was: " + maxTokens);
    }
    patience = Durations.parse(timeout);
    if (patience.toSeconds() < 1 || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout must be 1s to 1h, was: '%s'".formatted(timeout));
    }
    if (prompt != null) {
      question =
          Prompt.read(getCamelContext(), name(prompt, "prompt"), FilesBeside.text(prompt, beside));
    }
    if (system != null) {
      instruction = FilesBeside.text(system, beside);
      if (instruction.contains("${")) {
        throw new IllegalArgumentException(
            "system must have no ${…}: what an event brings belongs into the prompt, where it is data and gives no orders");
      }
    }
    if (schema != null) {
      answer = AnswerSchema.read(name(schema, "schema"), FilesBeside.text(schema, beside));
    }
  }

  /** What messages call a text: its file, or its option. */
  private static String name(String given, String option) {
    return FilesBeside.isName(given) ? given : option;
  }

  /** Null where the body is the question. */
  @Nullable Prompt question() {
    return question;
  }

  @Nullable String instruction() {
    return instruction;
  }

  @Nullable AnswerSchema answer() {
    return answer;
  }

  Duration patience() {
    return patience;
  }

  @Override
  public Producer createProducer() {
    return new ModelProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("model:%s can only be sent to".formatted(name));
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public @Nullable String getPrompt() {
    return prompt;
  }

  public void setPrompt(@Nullable String prompt) {
    this.prompt = prompt;
  }

  public @Nullable String getSystem() {
    return system;
  }

  public void setSystem(@Nullable String system) {
    this.system = system;
  }

  public @Nullable String getSchema() {
    return schema;
  }

  public void setSchema(@Nullable String schema) {
    this.schema = schema;
  }

  public @Nullable Double getTemperature() {
    return temperature;
  }

  public void setTemperature(@Nullable Double temperature) {
    this.temperature = temperature;
  }

  public @Nullable Integer getMaxTokens() {
    return maxTokens;
  }

  public void setMaxTokens(@Nullable Integer maxTokens) {
    this.maxTokens = maxTokens;
  }

  public String getTimeout() {
    return timeout;
  }

  public void setTimeout(String timeout) {
    this.timeout = timeout;
  }
}
