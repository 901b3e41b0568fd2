package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The field {@code payload} of an {@code application/x-www-form-urlencoded} body, as bytes. */
public final class FormPayload {
  private static final byte[] NAME = "payload=".getBytes(StandardCharsets.US_ASCII);

  private FormPayload() {}

  /**
   * The JSON of a webhook that comes as it is, or in a form.
   *
   * @throws Refused when it comes as something else
   */
  public static byte[] orJson(Webhook webhook) {
    MediaType type = MediaTypes.declared(webhook);
    if (MediaTypes.isJson(type)) {
      return webhook.body();
    }
    if (MediaTypes.isForm(type)) {
      return of(webhook.body());
    }
    throw Refused.mediaType("content type is neither JSON nor a form");
  }

  /**
   * @throws Refused unless there is one such field
   */
  public static byte[] of(byte[] form) {
    byte @Nullable [] payload = null;
    int start = 0;
    while (start < form.length) {
      int end = start;
      while (end < form.length && form[end] != '&') {
        end++;
      }
      if (end - start >= NAME.length
          && Arrays.equals(form, start, start + NAME.length, NAME, 0, NAME.length)) {
        if (payload != null) {
          throw Refused.malformed("two fields payload");
        }
        payload = decode(form, start + NAME.length, end);
      }
      start = end + 1;
    }
    if (payload == null) {
      throw Refused.malformed("no field payload");
    }
    return payload;
  }

  private static byte[] decode(byte[] form, int start, int end) {
    var decoded = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      if (form[i] == '+') {
        decoded.write(' ');
      } else if (form[i] == '%') {
        int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
        int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw Refused.malformed("field payload is not percent-encoded");
        }
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(form[i]);
      }
    }
    return decoded.toByteArray();
  }
}
