package com.millyweb.hub.ingress;

import com.millyweb.hub.server.IncomingBody;
import com.millyweb.hub.server.SlowSenders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A request at the door: nothing of it is read yet, and nothing of it is a message header. A type
 * of its own, because Camel would copy a stream or a servlet request before the first step.
 */
public final class DoorRequest implements Headers {
  private final HttpServletRequest request;
  private final DoorPlaces.Place place;

  public DoorRequest(HttpServletRequest request, DoorPlaces.Place place) {
    this.request = request;
    this.place = place;
  }

  boolean isPost() {
    return request.getMethod().equals("POST");
  }

  /** What stands behind the {@code ?}, as it was sent. */
  @Nullable String query() {
    return request.getQueryString();
  }

  /** The place among those that the doors work on. */
  public DoorPlaces.Place place() {
    return place;
  }

  boolean hasBody() {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
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
  public long length() {
    return request.getContentLengthLong();
  }

  public IncomingBody body(SlowSenders senders, String door) throws IOException {
    return senders.open(request, door);
  }

  @Override
  public List<String> all(String name) {
    return Collections.list(request.getHeaders(name));
  }
}
