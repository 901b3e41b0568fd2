package com.millyweb.hub.ingress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request, by name in any letter case. */
public interface Headers {
  /** The values of the header, one for each time it was sent. */
  List<String> all(String name);

  /** The first value; null when the header was not sent. For what needs no proof. */
  default @Nullable String first(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * The value of a header that proves something: two copies could mean two readings.
   *
   * @throws Refused unless it was sent once and is not empty
   */
  default String only(String name) {
    List<String> values = all(name);
    if (values.isEmpty()) {
      throw Refused.unauthenticated(name + " missing");
    }
    if (values.size() > 1) {
      throw Refused.unauthenticated(name + " sent twice");
    }
    if (values.get(0).isBlank()) {
      throw Refused.unauthenticated(name + " empty");
    }
    return values.get(0);
  }
}
