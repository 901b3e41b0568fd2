package com.millyweb.hub.ingress.body;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.millyweb.hub.ingress.Refused;
import com.millyweb.hub.ingress.Webhook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON that is taken apart; numbers keep the digits that were sent. */
public final class JsonTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFields.JSON.copy())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonTree() {}

  /**
   * @throws Refused unless the webhook declares JSON, and is one value of strict JSON in UTF-8
   */
  public static JsonNode read(Webhook webhook) {
    MediaTypes.requireJson(webhook);
    return parse(webhook.body());
  }

  /**
   * @throws Refused unless it is one value of strict JSON in UTF-8
   */
  public static JsonNode parse(byte[] document) {
    JsonFields.requireUtf8(document);
    JsonNode tree;
    try {
      tree = MAPPER.readTree(document);
    } catch (IOException | ArithmeticException | NumberFormatException e) {
      // the parser's message quotes the body
      throw Refused.malformed("not strict JSON");
    }
    if (tree.isMissingNode()) {
      throw Refused.malformed("no JSON value");
    }
    return tree;
  }

  /**
   * @throws Refused when it holds half a surrogate pair, which is no UTF-8
   */
  public static byte[] write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw Refused.malformed("a text is not Unicode");
    }
  }

  /** The text of a field that is a string and not empty, else null. */
  public static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
  }

  /** The object without a field at its top, token by token: it may be too large for a tree. */
  public static byte[] without(String field, byte[] object) {
    var rest = new ByteArrayOutputStream(object.length);
    try (JsonParser parser = MAPPER.createParser(object);
        JsonGenerator generator = MAPPER.createGenerator(rest)) {
      parser.nextToken();
      generator.writeStartObject();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(field)) {
          parser.skipChildren();
        } else {
          generator.writeFieldName(name);
          generator.copyCurrentStructureExact(parser);
        }
      }
      generator.writeEndObject();
    } catch (IOException | ArithmeticException | NumberFormatException e) {
      throw Refused.malformed("not strict JSON");
    }
    return rest.toByteArray();
  }
}
