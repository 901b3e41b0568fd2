package com.millyweb.hub.notify.wording;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** A notice in the parameters of {@code to: notify:}. */
public final class ParameterWords {
  private final String whose;
  private final Map<NoticePart, PartText> parts = new LinkedHashMap<>();

  private ParameterWords(String whose) {
    this.whose = whose;
  }

  /**
   * @param whose the endpoint, for the log
   * @param parameters texts with functions of simple, by the names of their parts
   * @throws RuntimeException when a function is not known or not open to routes
   */
  public static ParameterWords of(
      CamelContext context, String whose, Map<NoticePart, String> parameters) {
    var words = new ParameterWords(whose);
    parameters.forEach((part, text) -> words.parts.put(part, PartText.of(context, text)));
    return words;
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** As the body of {@code notify:}. */
  public Map<String, Object> say(Exchange exchange) {
    var told = new Told(whose);
    parts.forEach(
        (part, text) ->
            told.put(part, text.evaluate(exchange, place(part.kind()), isNeeded(part.kind()))));
    return told.body();
  }

  private static DataPlace place(NoticePart.Kind kind) {
    return switch (kind) {
      case text, field, fields -> DataPlace.MARKDOWN;
      case link -> DataPlace.URL;
      case button, attachment -> DataPlace.VALUE;
      default -> DataPlace.PLAIN;
    };
  }

  private static boolean isNeeded(NoticePart.Kind kind) {
    return switch (kind) {
      case link, button, attachment -> true;
      default -> false;
    };
  }
}
