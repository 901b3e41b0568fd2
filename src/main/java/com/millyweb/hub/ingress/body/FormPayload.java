package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** JSON that comes as it is, or in a field of an {@code application/x-www-form-urlencoded} body. */
public final class FormPayload {
  private FormPayload() {}

  /**
   * The JSON of a webhook, also where it is in the field of a form that its kind names.
   *
   * @throws Refused when it comes as something else
   */
  public static byte[] orJson(Webhook webhook) {
    MediaType type = MediaTypes.declared(webhook);
    if (MediaTypes.isJson(type)) {
      return webhook.body();
    }
    String field = webhook.source().options().formField();
    if (field != null && MediaTypes.isForm(type)) {
      return of(webhook.body(), field);
    }
    throw Refused.mediaType("content type is neither JSON nor a form");
  }

  /**
   * @throws Refused unless there is one such field
   */
  public static byte[] of(byte[] form, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    var found = new byte @Nullable [1][];
    Form.each(
        form,
        field -> {
          if (Arrays.equals(form, field.start(), field.nameEnd(), wanted, 0, wanted.length)) {
            if (found[0] != null) {
              throw Refused.malformed("two fields " + name);
            }
            found[0] = field.value();
          }
        });
    if (found[0] == null) {
      throw Refused.malformed("no field " + name);
    }
    return found[0];
  }
}
