package com.millyweb.hub.ingress;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A request at the door: nothing of it is read yet, and nothing of it is a message header. A type
 * of its own, because Camel would copy a stream or a servlet request before the first step.
 */
final class DoorRequest implements Headers {
  private final HttpServletRequest request;

  DoorRequest(HttpServletRequest request) {
    this.request = request;
  }

  /** The segment behind {@code /hooks/}. */
  @Nullable String source() {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        ? (String) variables.get("source")
        : null;
  }

  String address() {
    return request.getRemoteAddr();
  }

  @Nullable String contentType() {
    return request.getContentType();
  }

  /** The declared length of the body; -1 when it is not known before its end. */
  long length() {
    return request.getContentLengthLong();
  }

  InputStream body() throws IOException {
    return request.getInputStream();
  }

  @Override
  public List<String> all(String name) {
    return Collections.list(request.getHeaders(name));
  }
}
