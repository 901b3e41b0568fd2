package com.millyweb.hub.ingress;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The declared type of a body. */
final class MediaTypes {
  static final String JSON = "application/json";

  private MediaTypes() {}

  /**
   * @throws Refused unless the webhook declares JSON
   */
  static void requireJson(Webhook webhook) {
    MediaType type = declared(webhook);
    if (!isJson(type)) {
      throw Refused.mediaType("content type is not JSON");
    }
  }

  static boolean isJson(MediaType type) {
    return type.getType().equals("application")
        && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
  }

  static boolean isForm(MediaType type) {
    return MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type);
  }

  /**
   * @throws Refused when there is none, it is unreadable, in another charset than UTF-8 or
   *     compressed
   */
  static MediaType declared(Webhook webhook) {
    String encoding = webhook.headers().first("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Refused.mediaType("content is encoded");
    }
    MediaType type = parse(webhook.contentType());
    if (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
      throw Refused.mediaType("charset is not UTF-8");
    }
    return type;
  }

  private static MediaType parse(@Nullable String text) {
    if (text == null) {
      throw Refused.mediaType("no content type");
    }
    try {
      return MediaType.parseMediaType(text);
    } catch (InvalidMediaTypeException e) {
      throw Refused.mediaType("content type unreadable");
    }
  }
}
