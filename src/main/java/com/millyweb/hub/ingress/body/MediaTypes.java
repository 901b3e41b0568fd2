package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The declared type of a body. */
public final class MediaTypes {
  public static final String JSON = "application/json";

  /** Kinds that take whatever form a device or an older program sends. */
  public static final Set<String> GENERIC = Set.of("bearer", "hmac", "standard");

  private static final Set<String> JSON_OR_FORM =
      Set.of("forgejo", "gitea", "github", "gogs", "slack");

  private static final Set<String> JSON_ONLY =
      Set.of(
          "alertmanager",
          "discord",
          "gitlab",
          "grafana",
          "home-assistant",
          "n8n",
          "stripe",
          "telegram");

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
   * What can be known without the body, for built-in kinds. A kind of the user's own takes what its
   * normaliser takes.
   *
   * @throws Refused when no request of this type can be one of the kind
   */
  public static void requireOfKind(String kind, @Nullable String contentType) {
    if (JSON_ONLY.contains(kind) || JSON_OR_FORM.contains(kind)) {
      MediaType type = parse(contentType);
      if (!isJson(type) && !(JSON_OR_FORM.contains(kind) && isForm(type))) {
        throw Refused.mediaType("content type is not what the kind sends");
      }
    } else if (GENERIC.contains(kind) && contentType != null && !contentType.isBlank()) {
      generic(contentType);
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
