package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads to the fake Telegram. */
final class FakeTelegramForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FakeTelegramForm() {}

  /** The fields of a form; a file is its content, its name the field {@code filename}. */
  static JsonNode parts(String type, byte[] bytes) throws IOException {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    String boundary = "--" + type.substring(type.indexOf("boundary=") + 9);
    for (String part : new String(bytes, StandardCharsets.UTF_8).split(Pattern.quote(boundary))) {
      int end = part.indexOf("\r\n\r\n");
      if (end > 0) {
        String value = part.substring(end + 4, part.length() - 2);
        Matcher name = Pattern.compile(" name=\"([^\"]+)\"").matcher(part.substring(0, end));
        Matcher file = Pattern.compile("filename=\"([^\"]+)\"").matcher(part.substring(0, end));
        if (name.find()) {
          boolean json = value.startsWith("{");
          fields.set(name.group(1), json ? JSON.readTree(value) : fields.textNode(value));
        }
        if (file.find()) {
          fields.put("filename", file.group(1));
        }
      }
    }
    return fields;
  }
}
