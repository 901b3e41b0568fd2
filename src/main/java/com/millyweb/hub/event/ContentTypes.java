package com.millyweb.hub.event;

import java.util.Locale;

/** The media types that the log treats specially. */
final class ContentTypes {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";
  static final String BYTES = "application/octet-stream";

  private ContentTypes() {}

  static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    return type.equals(JSON) || type.endsWith("+json");
  }
}
