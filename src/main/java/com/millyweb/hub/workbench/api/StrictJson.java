package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.millyweb.hub.schema.ClosedSchema;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/**
 * Reads the bodies of the API strictly: unknown and repeated fields, and a body above its limit,
 * are refused by name.
 */
public final class StrictJson extends AbstractHttpMessageConverter<Record> {
  static final int MAX_BYTES = 64 * 1024;

  private static final ObjectMapper JSON = strict();

  public StrictJson() {
    super(MediaType.APPLICATION_JSON);
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type.isRecord() && type.getPackageName().startsWith(StrictJson.class.getPackageName());
  }

  /** Of any type, as an empty body is taken whatever its type says; what has bytes must be JSON. */
  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return supports(type);
  }

  @Override
  public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected Record readInternal(Class<? extends Record> type, HttpInputMessage message)
      throws IOException {
    MediaType given = message.getHeaders().getContentType();
    if (given == null || !MediaType.APPLICATION_JSON.isCompatibleWith(given)) {
      throw new Refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "The body must be application/json, was: '%s'".formatted(given));
    }
    return (Record) read(message.getBody(), type);
  }

  @Override
  protected void writeInternal(Record value, HttpOutputMessage message) {
    throw new UnsupportedOperationException("Only reads");
  }

  static Object read(InputStream body, Class<?> type) throws IOException {
    MaxBytes own = type.getAnnotation(MaxBytes.class);
    int limit = own == null ? MAX_BYTES : own.value();
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new Refusal(
          HttpStatus.PAYLOAD_TOO_LARGE, "The body must have at most %d bytes".formatted(limit));
    }
    try {
      Object value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new Refusal(HttpStatus.BAD_REQUEST, "The body must be a JSON object, was null");
      }
      return value;
    } catch (JsonMappingException e) {
      throw Refusal.badParameter(path(e), rule(type, e));
    } catch (JsonProcessingException e) {
      throw new Refusal(HttpStatus.BAD_REQUEST, "The body is not JSON" + ClosedSchema.place(e));
    }
  }

  private static String rule(Class<?> type, JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "is not a field here; there are "
          + unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    }
    if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
      return BrokenRule.oneOf(wrong.getTargetType()) + BrokenRule.was(wrong.getValue());
    }
    if (e.getCause() instanceof IllegalArgumentException broken) {
      return String.valueOf(broken.getMessage());
    }
    return e instanceof MismatchedInputException ? Shape.rule(type, e) : "cannot be read";
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                reference ->
                    reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : reference.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }

  private static ObjectMapper strict() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(new SimpleModule().addDeserializer(Instant.class, new Moment()))
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
    return mapper;
  }

  private static final class Moment extends JsonDeserializer<Instant> {
    @Override
    public @Nullable Instant deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, json);
      }
      String text = json.getText();
      try {
        return Given.moment(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + BrokenRule.was(text), e);
      }
    }
  }
}
