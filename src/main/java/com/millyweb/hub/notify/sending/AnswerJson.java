package com.millyweb.hub.notify.sending;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.millyweb.hub.http.OutgoingHttp.Answer;
import com.millyweb.hub.notify.NoticeJson;
import java.io.IOException;

/**
 * What a service said in JSON, read as far as it came. Services repeat a message in their answer,
 * which may be longer than what is read of it; what stands before the cut counts.
 *
 * @param json the object; of a cut answer its numbers and short texts, empty when there is none
 * @param form how much of an object it is
 */
public record AnswerJson(JsonNode json, Form form) {
  /** Ids and error codes are shorter, and a message's text need not be kept. */
  private static final int LONGEST_TEXT = 1_000;

  private static final int DEEPEST = 3;

  public enum Form {
    whole,
    /** An object without its end, or nothing at all. */
    cut,
    /** Something in between answered: a proxy, a maintenance page. */
    foreign
  }

  /** What clients that expect such answers read of them, in bytes. */
  public static final int LIMIT = 1 << 20;

  public static AnswerJson of(Answer answer) {
    try {
      JsonNode json = NoticeJson.MAPPER.readTree(answer.body());
      if (json != null && json.isObject()) {
        return new AnswerJson(json, Form.whole);
      }
    } catch (IOException e) {
      // as below
    }
    ObjectNode known = JsonNodeFactory.instance.objectNode();
    String text = answer.text().strip();
    if (!text.isEmpty() && !text.startsWith("{")) {
      return new AnswerJson(known, Form.foreign);
    }
    return new AnswerJson(known, scan(answer.body(), known) ? Form.foreign : Form.cut);
  }

  /** Whether the service itself said this, and not something in between. */
  public boolean isOwn() {
    return form != Form.foreign;
  }

  /**
   * Whether it is the object that the service sends with every answer, and not the beginning of
   * one.
   */
  public boolean isWhole() {
    return form == Form.whole;
  }

  /** Collects what comes before the end. Returns whether what came is no JSON. */
  private static boolean scan(byte[] body, ObjectNode into) {
    try (JsonParser parser = NoticeJson.MAPPER.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        fields(parser, into, 1);
      }
      return false;
    } catch (JsonEOFException cut) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void fields(JsonParser parser, ObjectNode into, int depth) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && depth < DEEPEST) {
        fields(parser, into.putObject(name), depth + 1);
      } else if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_STRING) {
        String text = parser.getText();
        if (text.length() <= LONGEST_TEXT) {
          into.put(name, text);
        }
      } else if (value == JsonToken.VALUE_NUMBER_INT) {
        into.put(name, parser.getBigIntegerValue());
      } else if (value == JsonToken.VALUE_NUMBER_FLOAT) {
        into.put(name, parser.getDoubleValue());
      } else if (value != null && value.isBoolean()) {
        into.put(name, parser.getBooleanValue());
      }
    }
  }
}
