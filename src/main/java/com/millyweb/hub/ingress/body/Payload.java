package com.millyweb.hub.ingress.body;

import com.fasterxml.jackson.databind.node.TextNode;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/**
 * What a sender of a generic kind says, as JSON, in whatever form it came: devices and older
 * programs have no choice. A form is an object, a text a string, nothing is null.
 */
public final class Payload {
  private static final byte[] NOTHING = "null".getBytes(StandardCharsets.US_ASCII);

  private Payload() {}

  /**
   * JSON comes back as it is, and not yet parsed.
   *
   * @throws Refused when it is of a type, or in a form, that no generic kind takes
   */
  public static byte[] json(Webhook webhook) {
    String declared = webhook.contentType();
    MediaType type = declared == null || declared.isBlank() ? null : MediaTypes.generic(declared);
    byte[] content = Unzipped.of(webhook);
    if (content.length == 0) {
      Fields query = webhook.query();
      return webhook.source().takesAnyMethod() && !query.isEmpty()
          ? JsonTree.write(query.json())
          : NOTHING;
    }
    if (type == null) {
      return isJson(content) ? content : text(Texts.decode(content));
    }
    if (MediaTypes.isJson(type)) {
      return content;
    }
    if (MediaTypes.isForm(type)) {
      return ofForm(content);
    }
    if (MediaTypes.isMultipart(type)) {
      return JsonTree.write(Multipart.fields(content, declared).json());
    }
    Charset charset = type.getCharset();
    return text(charset == null ? Texts.decode(content) : new String(content, charset));
  }

  /** Calling it a form is what {@code curl -d} does unless it is told otherwise. */
  private static byte[] ofForm(byte[] content) {
    if (looksLikeJson(content) && isJson(content)) {
      return content;
    }
    // each field of a form has its equals sign, also one without a value
    return hasEqualsSign(content)
        ? JsonTree.write(Fields.parse(content).json())
        : text(Texts.decode(content));
  }

  private static boolean hasEqualsSign(byte[] content) {
    for (byte one : content) {
      if (one == '=') {
        return true;
      }
    }
    return false;
  }

  private static byte[] text(String text) {
    return JsonTree.write(TextNode.valueOf(text));
  }

  /** No encoder of forms leaves such a character at the start of a name. */
  private static boolean looksLikeJson(byte[] content) {
    return content[0] == '{' || content[0] == '[';
  }

  private static boolean isJson(byte[] content) {
    try {
      JsonTree.parse(content);
      return true;
    } catch (Refused e) {
      return false;
    }
  }
}
