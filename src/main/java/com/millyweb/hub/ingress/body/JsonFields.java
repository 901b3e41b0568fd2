package com.millyweb.hub.ingress.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.millyweb.hub.ingress.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JSON document from its first to its last byte in one pass and picks a few fields on the
 * way, without building a tree.
 */
public final class JsonFields {
  /** Strict, and bounded in depth and in the length of numbers. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(400).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Node root = new Node();

  private static final class Node {
    final Map<String, Node> children = new HashMap<>();
    @Nullable String pointer;
  }

  /** Picks the fields at these JSON pointers (RFC 6901). */
  public JsonFields(Collection<String> pointers) {
    for (String pointer : pointers) {
      Node node = root;
      for (String name : pointer.substring(1).split("/", -1)) {
        node =
            node.children.computeIfAbsent(
                name.replace("~1", "/").replace("~0", "~"), unknown -> new Node());
      }
      node.pointer = pointer;
    }
  }

  /**
   * The text of the fields that are there and are strings, numbers or booleans, by pointer.
   *
   * @throws Refused unless the document is one value of strict JSON in UTF-8
   */
  public Map<String, String> read(byte[] document) {
    requireUtf8(document);
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() == null) {
        throw Refused.malformed("no JSON value");
      }
      value(parser, root, found);
      if (parser.nextToken() != null) {
        throw Refused.malformed("more than one JSON value");
      }
      return found;
    } catch (JsonProcessingException e) {
      // the parser's message quotes the body
      JsonLocation at = e.getLocation();
      throw Refused.malformed(
          at == null
              ? "JSON deeper or longer than its limits"
              : "not strict JSON at byte " + at.getByteOffset());
    } catch (IOException e) {
      throw Refused.malformed("not strict JSON");
    }
  }

  private static void value(JsonParser parser, @Nullable Node node, Map<String, String> found)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (node == null) {
      parser.skipChildren();
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Node child = node.children.get(parser.currentName());
        parser.nextToken();
        value(parser, child, found);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(parser, node.children.isEmpty() ? null : node.children.get("" + i), found);
      }
    } else if (node.pointer != null && token != JsonToken.VALUE_NULL) {
      found.put(node.pointer, parser.getText());
    }
  }

  /** The parser would guess UTF-16 and UTF-32 as well, and skips what it is not asked for. */
  static void requireUtf8(byte[] document) {
    boolean ascii = true;
    for (byte b : document) {
      if (b == 0) {
        throw Refused.malformed("not JSON in UTF-8");
      }
      ascii &= b > 0;
    }
    if (!ascii) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
      } catch (CharacterCodingException e) {
        throw Refused.malformed("not UTF-8");
      }
    }
  }
}
