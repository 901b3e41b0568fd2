package com.millyweb.hub.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that somebody filled in.
 *
 * @param id what the application that made the form calls it
 * @param values what stands in each of its inputs: text, a truth value, or a list of what was
 *     chosen
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Form(String id, Map<String, Object> values) {
  public Form {
    id = WholeText.orEmpty(id);
    Map<String, Object> whole = new LinkedHashMap<>();
    if (values != null) {
      values.forEach((name, value) -> whole.put(WholeText.of(name), whole(value)));
    }
    values = whole;
  }

  private static @Nullable Object whole(@Nullable Object value) {
    if (value instanceof List<?> chosen) {
      return chosen.stream().map(Form::whole).toList();
    }
    return value instanceof String text ? WholeText.of(text) : value;
  }
}
