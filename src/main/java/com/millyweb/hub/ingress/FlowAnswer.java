package com.millyweb.hub.ingress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Makes an HTTP answer of the message at the end of a flow. */
final class FlowAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1 << 20;

  private FlowAnswer() {}

  /**
   * Maps, lists, numbers and booleans become JSON; text and bytes are sent as they are, by the type
   * of the header {@code Content-Type}. The header {@code CamelHttpResponseCode} is the status, 200
   * by default.
   */
  static Answer of(Message result) {
    Object body = result.getBody();
    try {
      byte[] bytes = bytes(result, body);
      if (bytes == null) {
        return failed("The flow returned a value that is neither JSON nor text nor bytes");
      }
      if (bytes.length > MOST_BYTES) {
        return failed("The flow returned more than 1 MB");
      }
      return new Answer(status(result), contentType(result, body), bytes, 0);
    } catch (JsonProcessingException | TypeConversionException e) {
      return failed("The flow returned a value that cannot be written");
    }
  }

  private static byte @Nullable [] bytes(Message result, @Nullable Object body)
      throws JsonProcessingException {
    if (body == null) {
      return new byte[0];
    }
    if (isJson(body)) {
      return JSON.writeValueAsBytes(body);
    }
    return body instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : result.getBody(byte[].class);
  }

  private static boolean isJson(Object body) {
    return body instanceof Map<?, ?>
        || body instanceof Iterable<?>
        || body instanceof Number
        || body instanceof Boolean;
  }

  private static String contentType(Message result, @Nullable Object body) {
    if (body != null && isJson(body)) {
      return MediaType.APPLICATION_JSON_VALUE;
    }
    String type = result.getHeader(Exchange.CONTENT_TYPE, String.class);
    if (type != null) {
      try {
        return MediaType.parseMediaType(type).toString();
      } catch (InvalidMediaTypeException e) {
        return MediaType.APPLICATION_OCTET_STREAM_VALUE;
      }
    }
    return body instanceof String
        ? "text/plain;charset=utf-8"
        : MediaType.APPLICATION_OCTET_STREAM_VALUE;
  }

  private static int status(Message result) {
    Object code = result.getHeader(Exchange.HTTP_RESPONSE_CODE);
    int status;
    try {
      status = code == null ? 200 : Integer.parseInt(code.toString().strip());
    } catch (NumberFormatException e) {
      return 200;
    }
    return status >= 200 && status <= 599 ? status : 200;
  }

  private static Answer failed(String detail) {
    return Answer.problem(500, "Internal Server Error", detail, null);
  }
}
