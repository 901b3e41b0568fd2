package com.millyweb.hub.notify.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.PermanentFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a notice file says of an event, and what it cannot do. */
class NoticeTemplateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, Object> body = new HashMap<>();

  @Test
  void parts_are_filled_in_and_those_that_come_out_empty_are_left_out() {
    body.put("number", 7);
    body.put("url", "https://shop.example/7");
    assertThat(
            said(
                """
                title: "Order {{ body.number }}"
                text: "**Paid** by {{ body.customer.name | default('somebody') }}"
                severity: "{% if body.number > 5 %}warning{% endif %}"
                field.Note: "{{ body.note }}"
                field.Number: "{{ body.number }}"
                link:
                  url: "{{ body.url }}"
                  text: Show it
                button.Ship: "ship {{ body.number }}"
                button.Drop: {value: "drop {{ body.number }}", style: danger}
                button.Track: "{{ body.tracking }}"
                key: "order/{{ body.number }}"
                """))
        .isEqualTo(
            Map.of(
                "title", "Order 7",
                "text", "**Paid** by somebody",
                "severity", "warning",
                "fields", Map.of("Number", "7"),
                "link", Map.of("url", "https://shop.example/7", "text", "Show it"),
                "actions",
                    List.of(
                        Map.of("text", "Ship", "value", "ship 7"),
                        Map.of("text", "Drop", "value", "drop 7", "style", "danger")),
                "key", "order/7"));
  }

  @Test
  void loop_stands_on_lines_of_its_own_and_leaves_none() {
    body.put("items", List.of(Map.of("name", "tea"), Map.of("name", "cup")));
    assertThat(
            said("""
                    text: |
                      Bought:

                      {% for item in body.items %}
                      - {{ loop.index + 1 }} {{ item.name }}
                      {% endfor %}
                      thanks
                    """)
                .get("text"))
        .isEqualTo("Bought:\n\n- 1 tea\n- 2 cup\nthanks");
  }

  @Test
  void markdown_of_the_data_is_shown_and_that_of_the_writer_works() {
    body.put("name", "*boss* [x](http://evil) <!channel>\n# big\n- list\n---\n1. one");
    assertThat(said("text: \"**{{ body.name }}**\"").get("text"))
        .isEqualTo(
            "**\\*boss\\* \\[x\\]\\(http://evil\\) \\<\\!channel\\>\n\\# big\n\\- list\n\\---\n1\\. one**");
    assertThat(said("text: \"{{ body.name | line | raw }}\"").get("text"))
        .isEqualTo("*boss* [x](http://evil) <!channel>");
    assertThat(said("title: \"{{ body.name }}\"").get("title"))
        .isEqualTo("*boss* [x](http://evil) <!channel> # big - list --- 1. one");
  }

  @Test
  void filters_say_what_notices_need() {
    body.put("when", "2026-01-01T11:57:00.123456789Z");
    body.put("past", "2026-01-01 11:56:59Z");
    body.put("soon", "2026-01-01T14:00:00+01:00");
    body.put("bytes", 1_532_000);
    body.put("total", 1234.5);
    body.put("words", "one\ntwo");
    body.put("url", "https://x.example/a_b");
    body.put("json", "[{\"n\": 1}]");
    assertThat(text("{{ body.past | ago }}, {{ body.soon | ago }}"))
        .isEqualTo("3 minutes ago, in 1 hour");
    assertThat(text("{{ body.when | time }}")).isEqualTo("2026-01-01T11:57:00Z");
    assertThat(text("{{ body.bytes | size }}")).isEqualTo("1.5 MB");
    assertThat(text("{{ body.total | money('EUR') }}")).isEqualTo("1,234.50 EUR");
    assertThat(text("{{ body.words | line }}")).isEqualTo("one");
    assertThat(text("{{ body.words | line | short(2) }}")).isEqualTo("o…");
    assertThat(text("{{ body.none | default('none') }}")).isEqualTo("none");
    assertThat(text("{{ '*' | escape }}")).isEqualTo("\\*");
    assertThat(text("{{ body.url | link('a*b') }}")).isEqualTo("[a\\*b](https://x.example/a_b)");
    assertThat(text("{{ 'javascript:x' | link('words') }}")).isEqualTo("words");
    assertThat(text("{{ 'a_`b' | code }}")).isEqualTo("`a_'b`");
    assertThat(text("{% for row in body.json | json %}{{ row.n }}{% endfor %}")).isEqualTo("1");
  }

  @Test
  void data_in_an_address_stays_a_part_of_it() {
    body.put("id", "a b/../?x=1#y");
    body.put("repo", "me/app");
    assertThat(
            said("title: x\nlink: \"https://x.example/{{ body.repo }}/{{ body.id }}\"").get("link"))
        .isEqualTo("https://x.example/me/app/a%20b/../%3Fx%3D1%23y");
    body.put("url", "javascript:alert(1)");
    assertThat(said("title: x\nlink: \"{{ body.url }}\"")).doesNotContainKey("link");
  }

  @Test
  void nothing_but_maps_and_lists_is_read() {
    body.put("text", "words");
    for (String reach :
        List.of(
            "body.text.class",
            "body.class",
            "body.text.bytes",
            "body.text.CASE_INSENSITIVE_ORDER",
            "body.text['class'].name",
            "event.class.classLoader")) {
      assertThat(text("<{{ " + reach + " }}>")).as(reach).isEqualTo("<>");
    }
    for (String reach : List.of("body.text.getClass()", "body.getClass().forName('x')")) {
      assertThat(NoticeTemplate.check("text: \"{{ " + reach + " }}\""))
          .as(reach)
          .anySatisfy(problem -> assertThat(problem.message()).contains("calls nothing"));
    }
    for (String tag :
        List.of(
            "include 'x'",
            "import 'x'",
            "extends 'x'",
            "embed 'x'",
            "macro x()",
            "autoescape false")) {
      assertThat(NoticeTemplate.check("text: \"{% " + tag + " %}\""))
          .as(tag)
          .anySatisfy(problem -> assertThat(problem.message()).contains("There is no tag"));
    }
    assertThat(NoticeTemplate.check("text: \"{% for i in 1..999999999 %}{% endfor %}\""))
        .isNotEmpty();
    assertThat(NoticeTemplate.check("text: \"{{ range(1, 999999999) }}\"")).isNotEmpty();
  }

  @Test
  @Timeout(20)
  void template_that_goes_on_for_ever_is_ended_with_its_place() {
    body.put("l", java.util.Collections.nCopies(1000, "x"));
    String loops =
        """
        title: x
        text: |
          {% for a in body.l %}
          {% for b in body.l %}
          {% for c in body.l %}
          {% endfor %}
          {% endfor %}
          {% endfor %}
        """;
    long start = System.nanoTime();
    assertThatThrownBy(() -> said(loops))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("flow/x.notice.yaml:5:3: Loops may make 100000 turns");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThatThrownBy(
            () ->
                said(
                    "title: x\ntext: \"{% set s = 'abcdefgh' %}{% for a in body.l %}{% set s = s ~ s %}{% endfor %}\""))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("A value may have");
    assertThatThrownBy(
            () ->
                said(
                    "text: \"{% for a in body.l %}{% for b in body.l %}"
                        + "x".repeat(300)
                        + "{% endfor %}{% endfor %}\""))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("Tried to write more than");
  }

  @Test
  void what_is_wrong_is_told_with_line_and_column_and_what_was_meant() {
    assertThat(
            NoticeTemplate.check(
                """
                titel: x
                text: |
                  {{ body.x | sort }}
                  {{ body.x | shrt(3) }}
                  {% fro x in body.y %}
                  {{ bdoy.x }} {{ max(1, 2) }} {{ rang(1) }}
                field.: y
                severity: loud
                button.X: {value: x, style: red}
                """))
        .extracting(
            p -> "%d:%d %s (%s)".formatted(p.line(), p.column(), p.message(), p.suggestion()))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("1:1 Unknown part 'titel'").endsWith("(title)"),
            p -> assertThat(p).isEqualTo("4:15 There is no filter 'shrt' in a notice (short)"),
            p -> assertThat(p).isEqualTo("5:6 There is no tag 'fro' in a notice (for)"),
            p -> assertThat(p).startsWith("5:").contains("There is no 'x'"),
            p -> assertThat(p).startsWith("6:6 There is no 'bdoy'").endsWith("(body)"),
            p -> assertThat(p).startsWith("6:35 There is no function 'rang'"),
            p -> assertThat(p).startsWith("7:1 ").contains("needs a name"),
            p -> assertThat(p).startsWith("8:11 'severity' must be one of"),
            p -> assertThat(p).startsWith("9:29 The style of a button"));
    assertThat(NoticeTemplate.check("title: x\ntext: |\n  a\n  {% if body.x %}\n  b\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isBetween(3, 6));
    assertThat(NoticeTemplate.check("text: \"{{ body.x \"")).hasSize(1);
    assertThat(NoticeTemplate.check("text: [")).hasSize(1);
    assertThat(NoticeTemplate.check("")).hasSize(1);
    assertThat(NoticeTemplate.check("severity: info")).hasSize(1);
  }

  @Test
  void text_where_a_list_was_meant_has_no_items() {
    body.put("items", "none");
    assertThat(text("a{% for i in body.items %}x{% endfor %}b")).isEqualTo("ab");
  }

  private Object text(String template) {
    return said("title: t\ntext: |\n  " + template + "\n").get("text");
  }

  private Map<String, Object> said(String file) {
    try (var camel = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setBody(body);
      return NoticeTemplate.compile("flow/x.notice.yaml", file).say(exchange, NOW);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
