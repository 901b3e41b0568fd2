package com.millyweb.hub.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.millyweb.hub.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answers as a text that a model reads. A text that is too long ends at a line, a list
 * after an item, and the last line says how much is missing and how to get it.
 */
public final class ToolText {
  /** Of an answer, in characters. */
  public static final int LONGEST = 16 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** The parameters by which tools give the next part, the most common first. */
  private static final List<String> PAGING = List.of("offset", "page", "cursor", "after", "from");

  /** For the last line. */
  private static final int ROOM = 200;

  private ToolText() {}

  /**
   * @param answer a map, list, number, boolean or text, or null
   * @return at most {@link #LONGEST} characters
   */
  public static String of(Tool tool, @Nullable Object answer) {
    if (answer == null) {
      return "(nothing)";
    }
    if (answer instanceof CharSequence text) {
      return text(tool, text.toString());
    }
    String json = json(answer);
    if (json.length() <= LONGEST) {
      return json;
    }
    if (answer instanceof Iterable<?> items) {
      return list(tool, items);
    }
    return answer instanceof Map<?, ?> fields ? map(tool, fields, json) : cut(tool, json);
  }

  private static String text(Tool tool, String text) {
    return text.length() <= LONGEST ? text : cut(tool, text);
  }

  private static String cut(Tool tool, String text) {
    String head = Truncate.head(text, LONGEST - ROOM);
    int line = head.lastIndexOf('\n');
    // a line that is very long is cut itself
    String kept = line > head.length() / 2 ? head.substring(0, line) : head;
    return "%s\n… %,d of %,d characters are left out; %s"
        .formatted(kept, text.length() - kept.length(), text.length(), more(tool));
  }

  private static String list(Tool tool, Iterable<?> items) {
    List<String> all = new ArrayList<>();
    items.forEach(item -> all.add(json(item)));
    int kept = fitting(all, LONGEST - ROOM);
    if (kept == 0) {
      return cut(tool, json(items));
    }
    return "[%s]\n… %,d of %,d items are left out; %s"
        .formatted(
            String.join(",", all.subList(0, kept)), all.size() - kept, all.size(), more(tool));
  }

  /** A map is long by one list in it, as a rule. */
  private static String map(Tool tool, Map<?, ?> fields, String whole) {
    String name = "";
    List<String> items = List.of();
    int longest = 0;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      int length = json(field.getValue()).length();
      if (field.getValue() instanceof List<?> list && length > longest) {
        longest = length;
        name = String.valueOf(field.getKey());
        items = list.stream().map(ToolText::json).toList();
      }
    }
    int rest = whole.length() - longest;
    int kept = fitting(items, LONGEST - ROOM - name.length() - rest);
    if (kept == 0) {
      return cut(tool, whole);
    }
    var text = new StringBuilder("{");
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String key = String.valueOf(field.getKey());
      String value =
          key.equals(name)
              ? "[" + String.join(",", items.subList(0, kept)) + "]"
              : json(field.getValue());
      text.append(text.length() > 1 ? "," : "").append(json(key)).append(':').append(value);
    }
    return "%s}\n… %,d of %,d items of '%s' are left out; %s"
        .formatted(text, items.size() - kept, items.size(), name, more(tool));
  }

  private static int fitting(List<String> items, int room) {
    int left = room - 2;
    int kept = 0;
    while (kept < items.size() && items.get(kept).length() + 1 <= left) {
      left -= items.get(kept).length() + 1;
      kept++;
    }
    return kept;
  }

  private static String more(Tool tool) {
    List<String> known = tool.parameters().stream().map(ToolParameter::name).toList();
    return PAGING.stream()
        .filter(known::contains)
        .findFirst()
        .map("call again with '%s' for more"::formatted)
        .orElse("ask for less");
  }

  private static String json(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The answer of a tool cannot be written as JSON", e);
    }
  }
}
