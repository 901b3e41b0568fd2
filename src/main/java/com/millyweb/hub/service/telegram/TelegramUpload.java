package com.millyweb.hub.service.telegram;

import com.millyweb.hub.notify.NoticeJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A file with its fields as {@code multipart/form-data}. */
final class TelegramUpload {
  private final String boundary = "hub-" + UUID.randomUUID();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /**
   * @param fields values that are no text become JSON
   */
  TelegramUpload(Map<String, Object> fields, TelegramMessage.Document document) {
    fields.forEach(
        (name, value) -> {
          part("name=\"%s\"".formatted(name));
          body.writeBytes(
              value instanceof String text
                  ? text.getBytes(StandardCharsets.UTF_8)
                  : NoticeJson.bytes(value));
        });
    String name = document.name().replace("\"", "'");
    part("name=\"document\"; filename=\"%s\"\r\nContent-Type: text/plain".formatted(name));
    body.writeBytes(document.content());
    write("\r\n--" + boundary + "--\r\n");
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] body() {
    return body.toByteArray();
  }

  private void part(String disposition) {
    write(
        "%s--%s\r\nContent-Disposition: form-data; %s\r\n\r\n"
            .formatted(body.size() == 0 ? "" : "\r\n", boundary, disposition));
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
