package com.millyweb.hub.workbench.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Takes no body for an empty object. {@code curl -X POST} sends neither a body nor its type; what a
 * field needs is said by its own rule.
 */
@ControllerAdvice(basePackageClasses = EmptyBody.class)
final class EmptyBody extends RequestBodyAdviceAdapter {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return parameter.getParameterType().isRecord();
  }

  @Override
  public @Nullable Object handleEmptyBody(
      @Nullable Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    try {
      return StrictJson.read(new ByteArrayInputStream(NOTHING), parameter.getParameterType());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
