package com.millyweb.hub.notify.wording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.notify.NoticeJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The text of a parameter: the writer's words, and between them functions of simple that read the
 * message. Only the functions are handed to simple, so that words are words.
 */
final class PartText {

  /** Words of the writer, or what reads the message. */
  private record Piece(String words, @Nullable Expression data) {}

  private final List<Piece> pieces = new ArrayList<>();
  private boolean variable;

  private PartText() {}

  static PartText of(CamelContext context, String text) {
    var part = new PartText();
    int from = 0;
    int at = start(text, 0);
    while (at >= 0) {
      int end = end(text, at);
      if (end < 0) {
        throw new IllegalArgumentException(
            "A '}' is missing in '%s'".formatted(text.substring(at)));
      }
      part.pieces.add(new Piece(text.substring(from, at), null));
      part.pieces.add(new Piece("", SimpleExpression.compile(context, text.substring(at, end))));
      part.variable = true;
      from = end;
      at = start(text, from);
    }
    part.pieces.add(new Piece(text.substring(from), null));
    return part;
  }

  /**
   * @param needed whether it says nothing when all that it reads is empty: an address of an order
   *     without the number leads to no order
   */
  String evaluate(Exchange exchange, DataPlace place, boolean needed) {
    var words = new StringBuilder();
    boolean some = false;
    for (Piece piece : pieces) {
      if (piece.data() == null) {
        words.append(piece.words());
      } else {
        String data = text(exchange, piece.data().evaluate(exchange, Object.class));
        some |= !data.isBlank();
        place.add(words, data);
      }
    }
    return needed && variable && !some ? "" : words.toString();
  }

  private static String text(Exchange exchange, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
      try {
        return NoticeJson.MAPPER.writeValueAsString(value);
      } catch (JsonProcessingException e) {
        return value.toString();
      }
    }
    String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
    return text == null ? "" : text;
  }

  private static int start(String text, int from) {
    int plain = text.indexOf("${", from);
    int named = text.indexOf("$simple{", from);
    return plain < 0 ? named : named < 0 ? plain : Math.min(plain, named);
  }

  /** Behind the brace that closes the one at {@code start}; -1 when none does. */
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
