package com.millyweb.hub.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.service.slack.SlackMarkup;
import com.millyweb.hub.service.slack.SlackText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SplitterTest {
  private static final ToIntFunction<String> ESCAPED = text -> SlackMarkup.escape(text).length();

  @Property(tries = 100)
  void every_part_is_within_the_limit_after_escaping(
      @ForAll("texts") String text, @ForAll @IntRange(min = 200, max = 600) int limit) {
    for (ToIntFunction<String> measure : List.of(ESCAPED, Splitter::bytes, SlackText::length)) {
      assertThat(splitter(limit, measure).split(text))
          .allSatisfy(
              part -> assertThat(measure.applyAsInt(part.numbered())).isLessThanOrEqualTo(limit));
    }
  }

  @Property(tries = 100)
  void fences_are_balanced_in_each_part(
      @ForAll("texts") String text, @ForAll @IntRange(min = 200, max = 600) int limit) {
    List<Splitter.Part> parts = unbounded(limit).split(text);
    if (parts.size() > 1) {
      assertThat(parts).allSatisfy(part -> assertThat(openFence(part.text())).isEmpty());
    }
  }

  @Property(tries = 100)
  void the_parts_without_markers_are_the_input(
      @ForAll("texts") String text, @ForAll @IntRange(min = 200, max = 600) int limit) {
    String joined =
        unbounded(limit).split(text).stream()
            .map(Splitter.Part::text)
            .map(SplitterTest::withoutFences)
            .collect(Collectors.joining("\n"));
    // a sign that begins a part, and did not begin a line, is escaped
    assertThat(withoutSpace(joined).replace("\\", ""))
        .isEqualTo(withoutSpace(withoutFences(text)).replace("\\", ""));
  }

  @Property(tries = 100)
  void no_part_is_empty_or_has_half_a_character(
      @ForAll("texts") String text, @ForAll @IntRange(min = 200, max = 600) int limit) {
    assertThat(unbounded(limit).split(text))
        .allSatisfy(
            part -> {
              assertThat(withoutFences(part.text())).isNotBlank();
              assertThat(hasLoneSurrogate(part.text())).isFalse();
            });
  }

  @Property(tries = 50)
  void a_short_input_is_unchanged_and_the_same_input_gives_the_same_parts(
      @ForAll("texts") String text) {
    Splitter roomy = splitter(1_000_000, ESCAPED);
    assertThat(roomy.split(text).stream().map(Splitter.Part::numbered).toList())
        .isEqualTo(text.isBlank() ? List.of() : List.of(text));
    assertThat(splitter(300, ESCAPED).split(text)).isEqualTo(splitter(300, ESCAPED).split(text));
  }

  @Property(tries = 50)
  void there_are_at_most_five_parts_and_the_last_one_says_what_is_missing(
      @ForAll("texts") String text) {
    List<Splitter.Part> parts = splitter(200, ESCAPED).split(text.repeat(10));
    assertThat(parts).hasSizeLessThanOrEqualTo(5);
    if (ESCAPED.applyAsInt(text.repeat(10)) > 5 * 200 + 500) {
      assertThat(parts.get(parts.size() - 1).text()).endsWith("more");
    }
  }

  @Example
  void what_stood_within_a_line_begins_no_quote_list_or_heading() {
    for (int shift = 0; shift < 20; shift++) {
      String text = "w".repeat(shift + 1) + " x > y - z # h 1. i + j".repeat(40);
      assertThat(unbounded(300).split(text))
          .allSatisfy(
              part -> assertThat(part.text()).doesNotContainPattern("^(> |- |# |[+] |1[.] )"));
    }
    assertThat(unbounded(300).split("> a\n".repeat(200)).get(1).text()).startsWith("> a");
  }

  @Example
  void a_code_block_is_closed_and_reopened_with_its_info_string() {
    String code = "line of code\n".repeat(40);
    List<Splitter.Part> parts = unbounded(300).split("Before\n\n```java\n" + code + "```\n\nAfter");
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(parts.get(0).text()).endsWith("line of code\n```");
    assertThat(parts.get(1).text()).startsWith("```java\nline of code\n");
    assertThat(parts.get(1).numbered()).endsWith("\n\n(2/%d)".formatted(parts.size()));
  }

  @Example
  void a_cut_prefers_paragraphs_over_lines_over_sentences_over_words() {
    String words = "one two three four. ".repeat(9).strip();
    assertThat(unbounded(220).split(words + "\n\n" + words).get(0).text()).isEqualTo(words);
    assertThat(unbounded(220).split(words + "\n" + words).get(0).text()).isEqualTo(words);
    assertThat(unbounded(220).split(words + " " + words).get(0).text()).endsWith("four.");
    assertThat(unbounded(220).split("one ".repeat(200)).get(0).text()).endsWith("one");
  }

  @Example
  void a_family_a_flag_and_a_combining_sign_stay_whole() {
    for (String cluster : List.of("👨‍👩‍👧‍👦", "🇩🇪", "e\u0301\u0323", "👍🏽", "&amp;", "\\*")) {
      List<Splitter.Part> parts = unbounded(200).split(cluster.repeat(150));
      assertThat(parts).hasSizeGreaterThan(1);
      assertThat(parts).allSatisfy(part -> assertThat(part.text().replace(cluster, "")).isEmpty());
    }
  }

  @Example
  void a_link_is_not_cut() {
    String link = "[the dashboard of the house](https://example.org/d/abc?from=now-1h&to=now)";
    List<Splitter.Part> parts = unbounded(200).split((link + " and ").repeat(20));
    assertThat(parts)
        .allSatisfy(part -> assertThat(part.text().replace(link, "")).doesNotContain("[", "http"));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            words,
            words.map(word -> word + ". "),
            Arbitraries.of(
                "\n",
                "\n\n",
                " ",
                "  \n",
                "\t",
                "&",
                "<",
                ">",
                "&amp;",
                "👨‍👩‍👧‍👦",
                "🇩🇪",
                "é",
                "\\*",
                "**bold words**",
                "`code`",
                "https://example.org/a?b=c&d",
                "[a](https://e.org/x)",
                "- item\n",
                "1. item\n",
                "> quote\n",
                "# head\n",
                "\r\n"),
            Arbitraries.of("java", "", "sh -x")
                .flatMap(
                    info ->
                        Arbitraries.of("```", "~~~", "````")
                            .flatMap(
                                fence ->
                                    Arbitraries.of("code();\n", "  if (a < b) {\n\n  }\n", "x")
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(60)
                                        .map(
                                            lines ->
                                                "\n"
                                                    + fence
                                                    + info
                                                    + "\n"
                                                    + String.join("", lines)
                                                    + "\n"
                                                    + fence
                                                    + "\n"))),
            Arbitraries.strings().all().ofMaxLength(20).map(SplitterTest::paired));
    return pieces.list().ofMinSize(1).ofMaxSize(120).map(list -> String.join(" ", list));
  }

  private static Splitter splitter(int limit, ToIntFunction<String> measure) {
    return new Splitter(limit, measure, 5, omitted -> "… " + omitted + " more");
  }

  private static Splitter unbounded(int limit) {
    return new Splitter(limit, ESCAPED, 10_000, omitted -> "");
  }

  /** The fence that is open at the end, as a reader of lines sees it. */
  private static String openFence(String text) {
    String open = "";
    for (String line : text.split("\\r?\\n", -1)) {
      String signs = fence(line);
      if (open.isEmpty()) {
        open = signs;
      } else if (signs.startsWith(open) && line.strip().equals(signs)) {
        open = "";
      }
    }
    return open;
  }

  private static String fence(String line) {
    var matcher = Pattern.compile("^ {0,3}(`{3,}|~{3,})(.*)$").matcher(line);
    if (!matcher.matches() || matcher.group(1).startsWith("`") && matcher.group(2).contains("`")) {
      return "";
    }
    return matcher.group(1);
  }

  private static String withoutFences(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\\r?\\n", -1)) {
      if (fence(line).isEmpty()) {
        lines.add(line);
      }
    }
    return String.join("\n", lines);
  }

  private static String withoutSpace(String text) {
    return text.codePoints()
        .filter(point -> !Character.isWhitespace(point))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String paired(String text) {
    return text.codePoints()
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }
}
