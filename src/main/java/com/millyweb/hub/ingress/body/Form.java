package com.millyweb.hub.ingress.body;

import com.millyweb.hub.ingress.Refused;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** The fields of a form or a query, {@code a=1&b=2}, one after the other and not yet decoded. */
public final class Form {
  private static final int HEX = 16;

  private Form() {}

  /** A field; the value of one without an equals sign is empty. */
  public record Field(byte[] form, int start, int nameEnd, int end) {
    /**
     * @throws Refused when it is not percent-encoded
     */
    public byte[] name() {
      return decode(form, start, nameEnd);
    }

    /**
     * @throws Refused when it is not percent-encoded
     */
    public byte[] value() {
      return decode(form, Math.min(end, nameEnd + 1), end);
    }
  }

  public static void each(byte[] form, Consumer<Field> fields) {
    int start = 0;
    while (start < form.length) {
      int end = start;
      int equals = -1;
      while (end < form.length && form[end] != '&') {
        if (form[end] == '=' && equals < 0) {
          equals = end;
        }
        end++;
      }
      if (end > start) {
        fields.accept(new Field(form, start, equals < 0 ? end : equals, end));
      }
      start = end + 1;
    }
  }

  private static byte[] decode(byte[] form, int start, int end) {
    var decoded = new ByteArrayOutputStream(end - start);
    for (int i = start; i < end; i++) {
      if (form[i] == '+') {
        decoded.write(' ');
      } else if (form[i] == '%') {
        int high = i + 2 < end ? Character.digit(form[i + 1], HEX) : -1;
        int low = i + 2 < end ? Character.digit(form[i + 2], HEX) : -1;
        if (high < 0 || low < 0) {
          throw Refused.malformed("a field is not percent-encoded");
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
