package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.NoticeJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A request's body: JSON, or with files {@code multipart/form-data} of {@code payload_json}. */
record DiscordForm(String contentType, byte[] body) {
  private static final String JSON = "application/json";

  /** A file to be uploaded. */
  record File(String name, byte[] content) {
    static File of(String name, String text) {
      return new File(name, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  static DiscordForm of(Map<String, Object> payload, List<File> files) {
    byte[] json = NoticeJson.bytes(payload);
    if (files.isEmpty()) {
      return new DiscordForm(JSON, json);
    }
    String boundary = "hub-" + UUID.randomUUID();
    var out = new ByteArrayOutputStream();
    part(out, boundary, "name=\"payload_json\"", JSON, json);
    for (int i = 0; i < files.size(); i++) {
      // as browsers write a quotation mark; control characters are in no name
      String name = files.get(i).name().replace("\"", "%22");
      String disposition = "name=\"files[%d]\"; filename=\"%s\"".formatted(i, name);
      part(out, boundary, disposition, "application/octet-stream", files.get(i).content());
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new DiscordForm("multipart/form-data; boundary=" + boundary, out.toByteArray());
  }

  private static void part(
      ByteArrayOutputStream out, String boundary, String disposition, String type, byte[] content) {
    String head =
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, disposition, type);
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
