package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.KindOptions.Content;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The declared type of a body. */
public final class MediaTypes {
  public static final String JSON = "application/json";

  private MediaTypes() {}

  /**
   * @throws Refused unless the webhook declares JSON
   */
  public static void requireJson(Webhook webhook) {
    MediaType type = declared(webhook);
    if (!isJson(type)) {
      throw Refused.mediaType("content type is not JSON");
    }
  }

  public static boolean isJson(MediaType type) {
    return type.getType().equals("application")
        && (type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"));
  }

  static boolean isForm(MediaType type) {
    return MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type);
  }

  static boolean isMultipart(MediaType type) {
    return MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type);
  }

  /** Whether the header {@code Content-Encoding} says that nothing was done to the content. */
  static boolean isPlain(@Nullable String encoding) {
    return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
  }

  /**
   * @throws Refused when there is none, it is unreadable, in another charset than UTF-8 or
   *     compressed
   */
  public static MediaType declared(Webhook webhook) {
    if (!isPlain(webhook.headers().first("Content-Encoding"))) {
      throw Refused.mediaType("content is encoded");
    }
    return requireUtf8(parse(webhook.contentType()));
  }

  /**
   * @throws Refused when the type is unreadable, or none of those that generic kinds take
   */
  static MediaType generic(String contentType) {
    MediaType type = parse(contentType);
    if (isJson(type)) {
      return requireUtf8(type);
    }
    if (isForm(type) || isMultipart(type) || type.getType().equals("text")) {
      return type;
    }
    throw Refused.mediaType("content type is neither JSON nor a form nor text");
  }

  /**
   * What can be known without the body.
   *
   * @param content what the kind takes; null where its steps see to that
   * @throws Refused when no request of this type can be one of the kind
   */
  public static void require(@Nullable Content content, @Nullable String contentType) {
    if (content == Content.TEXT) {
      if (contentType != null && !contentType.isBlank()) {
        generic(contentType);
      }
    } else if (content != null) {
      MediaType type = parse(contentType);
      if (!isJson(type) && !(content == Content.JSON_OR_FORM && isForm(type))) {
        throw Refused.mediaType("content type is not what the kind sends");
      }
    }
  }

  private static MediaType requireUtf8(MediaType type) {
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
    } catch (InvalidMediaTypeException | UnsupportedCharsetException e) {
      throw Refused.mediaType("content type unreadable");
    }
  }
}
