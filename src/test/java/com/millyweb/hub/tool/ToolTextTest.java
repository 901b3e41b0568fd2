package com.millyweb.hub.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a model reads of an answer. */
class ToolTextTest {
  private static final Tool PLAIN = tool();
  private static final Tool PAGED = tool("text", "offset");

  @Test
  void short_answers_are_told_whole() {
    assertThat(ToolText.of(PLAIN, null)).isEqualTo("(nothing)");
    assertThat(ToolText.of(PLAIN, "a\nb")).isEqualTo("a\nb");
    assertThat(ToolText.of(PLAIN, 7)).isEqualTo("7");
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", List.of(1, "x"));
    map.put("b", null);
    assertThat(ToolText.of(PLAIN, map)).isEqualTo("{\"a\":[1,\"x\"],\"b\":null}");
  }

  @Test
  void long_text_ends_at_a_line_and_says_how_to_get_more() {
    String text = "0123456789 0123456789\n".repeat(2000);
    String told = ToolText.of(PAGED, text);
    assertThat(told).hasSizeLessThanOrEqualTo(ToolText.LONGEST);
    assertThat(told.lines().limit(700)).containsOnly("0123456789 0123456789");
    assertThat(told.lines().reduce((one, other) -> other))
        .hasValue("… 27,831 of 44,000 characters are left out; call again with 'offset' for more");
    assertThat(ToolText.of(PLAIN, text)).endsWith("; ask for less");
  }

  @Test
  void no_surrogate_pair_is_split() {
    for (String start : List.of("", "x")) {
      String told = ToolText.of(PLAIN, start + "😀".repeat(20_000));
      assertThat(told.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)).isFalse();
    }
  }

  @Test
  void long_lists_end_after_an_item() {
    List<String> items =
        IntStream.range(0, 5000).mapToObj("item %d"::formatted).collect(Collectors.toList());
    String told = ToolText.of(PLAIN, items);
    assertThat(told).hasSizeLessThanOrEqualTo(ToolText.LONGEST).startsWith("[\"item 0\",");
    assertThat(told.lines().findFirst().orElseThrow()).endsWith("\"]");
    assertThat(told).contains("of 5,000 items are left out; ask for less");
    String map = ToolText.of(PAGED, Map.of("items", items));
    assertThat(map).hasSizeLessThanOrEqualTo(ToolText.LONGEST).startsWith("{\"items\":[\"item 0\"");
    assertThat(map.lines().findFirst().orElseThrow()).endsWith("\"]}");
    assertThat(map).contains("items of 'items' are left out; call again with 'offset' for more");
  }

  private static Tool tool(String... parameters) {
    return new Tool(
        "t",
        "t",
        "Does a thing",
        List.of(),
        List.of(parameters).stream()
            .map(name -> new ToolParameter(name, false, Map.of("type", "string")))
            .toList(),
        new Tool.Hints(true, false, true, false),
        false,
        false,
        Tool.Asking.BY_RULES,
        "tool.t",
        Duration.ofSeconds(1));
  }
}
