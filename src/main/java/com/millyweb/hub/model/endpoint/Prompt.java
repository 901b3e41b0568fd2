package com.millyweb.hub.model.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.camel.SimpleExpression;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.text.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A question with simple expressions in it. What they read is from outside: each value stands
 * between marks that it cannot know, so that the model can tell it from the question.
 */
final class Prompt {
  /** Of a whole question, in characters. */
  static final int LONGEST = 256 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MARK = 12;

  private final List<Piece> pieces;

  /**
   * Words of the author, or a value.
   *
   * @param value null for words
   */
  private record Piece(String text, @Nullable Expression value) {}

  /**
   * A question with its data.
   *
   * @param mark the name of the marks around each value
   */
  record Filled(String text, String mark) {}

  private Prompt(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /**
   * @param name of the file or option, for messages
   * @throws IllegalArgumentException when it cannot be read
   */
  static Prompt read(CamelContext context, String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("'%s' is empty".formatted(name));
    }
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf("${", at);
      if (open < 0) {
        break;
      }
      int end = end(name, text, open);
      pieces.add(new Piece(text.substring(at, open), null));
      pieces.add(value(context, name, text.substring(open, end)));
      at = end;
    }
    pieces.add(new Piece(text.substring(at), null));
    if (pieces.size() == 1) {
      pieces.set(0, new Piece(text.strip() + "\n\n", null));
      pieces.add(value(context, name, "${body}"));
    }
    return new Prompt(pieces);
  }

  /** Where the expression ends that begins there; what it has in it may have braces, too. */
  private static int end(String name, String text, int open) {
    int depth = 0;
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i + 1;
      }
    }
    long line = text.substring(0, open).chars().filter(letter -> letter == '\n').count() + 1;
    throw new IllegalArgumentException(
        "'%s' has a ${ in line %d that is never closed".formatted(name, line));
  }

  private static Piece value(CamelContext context, String name, String expression) {
    try {
      return new Piece(expression, SimpleExpression.compile(context, expression));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "'%s' has '%s', which cannot be read: %s".formatted(name, expression, e.getMessage()), e);
    }
  }

  /**
   * @throws PermanentFailure when it is too long then
   */
  Filled fill(Exchange exchange) {
    List<String> values =
        pieces.stream()
            .map(piece -> piece.value() == null ? "" : text(piece.value(), exchange))
            .toList();
    String mark = "data-" + mark(values);
    var filled = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).value() == null) {
        filled.append(pieces.get(i).text());
      } else {
        String end = values.get(i).indexOf('\n') < 0 ? "" : "\n";
        filled
            .append('<')
            .append(mark)
            .append('>')
            .append(end)
            .append(values.get(i))
            .append(end)
            .append("</")
            .append(mark)
            .append('>');
      }
    }
    return new Filled(bounded(filled.toString()), mark);
  }

  static String bounded(String text) {
    if (text.length() > LONGEST) {
      throw new PermanentFailure(
          "A question to a model must have at most %,d characters, had %,d"
              .formatted(LONGEST, text.length()),
          null);
    }
    return text;
  }

  /** The same for the same data, so that a repeated question is the same; and never in the data. */
  private static String mark(List<String> values) {
    String all = String.join("\0", values);
    String mark = Digest.sha256Hex(all).substring(0, MARK);
    while (all.contains(mark)) {
      mark = Digest.sha256Hex(mark).substring(0, MARK);
    }
    return mark;
  }

  private static String text(Expression expression, Exchange exchange) {
    return text(expression.evaluate(exchange, Object.class), exchange);
  }

  /** A value as a model reads it best: text as it is, data as JSON. */
  static String text(@Nullable Object value, Exchange exchange) {
    if (value == null) {
      return "";
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (value instanceof Map || value instanceof Collection) {
      try {
        return JSON.writeValueAsString(value);
      } catch (JsonProcessingException e) {
        throw new PermanentFailure(
            "What the model is asked about cannot be JSON: " + e.getOriginalMessage(), e);
      }
    }
    String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
    return text == null ? "" : text;
  }
}
