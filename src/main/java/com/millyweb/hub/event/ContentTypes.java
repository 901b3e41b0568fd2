package com.millyweb.hub.event;

import java.util.Locale;

/** The media types that the log treats specially. */
public final class ContentTypes {
  public static final String JSON = "application/json";
  public static final String TEXT = "text/plain; charset=utf-8";
  public static final String BYTES = "application/octet-stream";

  private ContentTypes() {}

  public static boolean isJson(String contentType) {
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    return type.equals(JSON) || type.endsWith("+json");
  }
}
