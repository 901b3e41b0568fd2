package com.millyweb.hub.workbench.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads what is marked {@link Body}. */
public final class BodyArgument implements HandlerMethodArgumentResolver {
  private static final ObjectMapper JSON = strict();

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(Body.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders)
      throws IOException, HttpMediaTypeNotSupportedException {
    HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
    int limit = parameter.getParameterAnnotation(Body.class).limit();
    byte[] bytes = request.getInputStream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new Refusal(
          HttpStatus.PAYLOAD_TOO_LARGE, "The body must have at most %d bytes".formatted(limit));
    }
    if (bytes.length == 0) {
      // curl -X POST sends neither a body nor its type; what a field needs is said by its own rule
      return read("{}".getBytes(StandardCharsets.US_ASCII), parameter.getParameterType());
    }
    requireJson(request.getContentType());
    return read(bytes, parameter.getParameterType());
  }

  private static Object read(byte[] bytes, Class<?> type) throws IOException {
    try {
      Object value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new Refusal(HttpStatus.BAD_REQUEST, "The body must be a JSON object, was null");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw Refusal.badParameter(
          path(e),
          "is not a field here; there are "
              + e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Refusal refusal) {
        throw refusal;
      }
      throw Refusal.badParameter(path(e), "has the wrong shape");
    } catch (JsonProcessingException e) {
      throw new Refusal(
          HttpStatus.BAD_REQUEST,
          "The body is not JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
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

  private static void requireJson(@Nullable String contentType)
      throws HttpMediaTypeNotSupportedException {
    try {
      if (contentType != null
          && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(contentType))) {
        return;
      }
    } catch (InvalidMediaTypeException e) {
      // answered below
    }
    throw new HttpMediaTypeNotSupportedException(
        (MediaType) null, List.of(MediaType.APPLICATION_JSON));
  }

  private static ObjectMapper strict() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
    return mapper;
  }
}
