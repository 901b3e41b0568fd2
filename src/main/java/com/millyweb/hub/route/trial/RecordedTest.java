package com.millyweb.hub.route.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.trace.ShownText;
import com.millyweb.hub.secret.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored event as the {@code given} of a test, without its secrets. */
final class RecordedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "secret";

  private RecordedTest() {}

  /**
   * @param event as the API shows it
   * @throws IOException when its data is not there
   */
  static Map<String, Object> given(JsonNode event) throws IOException {
    if (event.path("masked").asBoolean()) {
      throw new IOException("Your token may not see the data of events; use an editor's");
    }
    if (event.path("tooLarge").asBoolean()) {
      throw new IOException("The event's data is too large for a test");
    }
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("event", event.path("type").asText());
    for (String name : List.of("source", "subject", "key", "time")) {
      if (event.hasNonNull(name)) {
        given.put(name, text(event.get(name).asText()));
      }
    }
    if (event.has("data")) {
      given.put("data", masked(JSON.convertValue(event.get("data"), Object.class)));
    } else if (event.hasNonNull("dataBase64")) {
      byte[] bytes = Base64.getDecoder().decode(event.get("dataBase64").asText());
      given.put("text", text(new String(bytes, StandardCharsets.UTF_8)));
    }
    return given;
  }

  private static @Nullable Object masked(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> masked = new LinkedHashMap<>();
      map.forEach(
          (key, held) -> {
            String name = String.valueOf(key);
            boolean hidden = held != null && ShownText.isSecretName(name);
            masked.put(name, hidden ? SECRET : masked(held));
          });
      return masked;
    }
    if (value instanceof List<?> list) {
      List<Object> masked = new ArrayList<>();
      list.forEach(held -> masked.add(masked(held)));
      return masked;
    }
    return value instanceof String text ? text(text) : value;
  }

  private static String text(String text) {
    return Redaction.instance().redact(text);
  }
}
