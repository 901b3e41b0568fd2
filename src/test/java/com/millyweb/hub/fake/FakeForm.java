package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request's body as Discord reads it: JSON, or a form of {@code payload_json} and files.
 *
 * @param files their texts by name
 */
record FakeForm(JsonNode json, Map<String, String> files) {
  private static final Pattern NAME =
      Pattern.compile("name=\"([^\"]+)\"(?:; filename=\"([^\"]+)\")?");

  static FakeForm read(FakeHttp.Request request) throws IOException {
    byte[] body = request.body();
    String type = request.header("Content-Type");
    if (!type.startsWith("multipart/form-data")) {
      return new FakeForm(FakeDiscord.json(body), Map.of());
    }
    String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
    JsonNode json = FakeDiscord.json(new byte[0]);
    Map<String, String> files = new LinkedHashMap<>();
    for (String part : new String(body, StandardCharsets.UTF_8).split(Pattern.quote(boundary))) {
      int end = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(part);
      if (end < 0 || !name.find()) {
        continue;
      }
      String content = part.substring(end + 4, part.length() - 2);
      if (name.group(1).equals("payload_json")) {
        json = FakeDiscord.json(content.getBytes(StandardCharsets.UTF_8));
      } else if (name.group(1).equals("files[" + files.size() + "]")) {
        files.put(name.group(2), content);
      }
    }
    return new FakeForm(json, files);
  }
}
