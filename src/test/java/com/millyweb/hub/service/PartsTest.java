package com.millyweb.hub.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.NoticeMarkdown;
import com.millyweb.hub.notify.Severity;
import com.millyweb.hub.notify.decision.NoticeLinks;
import com.millyweb.hub.notify.sending.SendingFixture;
import com.millyweb.hub.service.gotify.GotifyMessage;
import com.millyweb.hub.service.ntfy.NtfyMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the parts of every notice, in media that take Markdown as it is. */
class PartsTest {
  private static final Pattern FENCE = Pattern.compile("^ {0,3}(```+)(.*)$");

  @Property(tries = 60)
  void no_part_exceeds_the_limit_and_none_is_empty(@ForAll("notices") Notice notice) {
    assertThat(ntfy(notice))
        .allSatisfy(
            text -> {
              assertThat(text).isNotBlank();
              assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
            });
    assertThat(gotify(notice))
        .allSatisfy(text -> assertThat(text).isNotBlank().hasSizeLessThanOrEqualTo(8_000));
  }

  @Property(tries = 60)
  void parts_without_their_markers_are_the_whole(@ForAll("notices") Notice notice) {
    String whole = bare(new NoticeMarkdown(notice, links(notice), 3, false).write());
    for (List<String> parts : List.of(ntfy(notice), gotify(notice))) {
      String last = parts.get(parts.size() - 1);
      if (last.contains("more characters: see")) {
        continue;
      }
      String joined = String.join("\n", parts.stream().map(PartsTest::withoutNumber).toList());
      assertThat(bare(joined)).isEqualTo(whole.isEmpty() ? bare(last) : whole);
    }
  }

  @Property(tries = 60)
  void code_blocks_are_closed_in_each_of_several_parts(@ForAll("notices") Notice notice) {
    for (List<String> parts : List.of(ntfy(notice), gotify(notice))) {
      if (parts.size() > 1) {
        assertThat(parts).allSatisfy(text -> assertThat(isOpen(text)).as(text).isFalse());
      }
    }
  }

  private static List<String> ntfy(Notice notice) {
    return NtfyMessage.of(notice, links(notice)).stream()
        .map(message -> message.message())
        .toList();
  }

  private static List<String> gotify(Notice notice) {
    return GotifyMessage.of(notice, links(notice)).stream()
        .map(message -> message.message())
        .toList();
  }

  private static NoticeLinks links(Notice notice) {
    return NoticeLinks.of(notice, List.of(), SendingFixture.PUBLIC);
  }

  private static String withoutNumber(String part) {
    return part.replaceFirst("\n\n\\(\\d/\\d\\)$", "");
  }

  private static String bare(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!FENCE.matcher(line).matches()) {
        lines.add(line);
      }
    }
    return String.join("\n", lines).replaceAll("\\s", "");
  }

  private static boolean isOpen(String text) {
    boolean open = false;
    for (String line : text.split("\n", -1)) {
      if (FENCE.matcher(line).matches()) {
        open = !open;
      }
    }
    return open;
  }

  @Provide
  Arbitrary<Notice> notices() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12),
            Arbitraries.of(
                "übermäßig. ",
                "👨‍👩‍👧‍👦",
                "🇩🇪",
                "\n\n",
                "\n",
                "**bold words**",
                "`code`",
                "&amp;",
                "[a](https://e.org/x)"),
            Arbitraries.of("\n```java\nint a = 1;\nint b;\n```\n", "\n```\nx\n\ny\n```\n"),
            Arbitraries.integers().between(1, 300).map(i -> "word ".repeat(i)),
            Arbitraries.integers()
                .between(1, 80)
                .map(i -> "\n```sh\n" + "ls -l /\n".repeat(i) + "```\n"));
    Arbitrary<List<Notice.Field>> fields =
        pieces
            .map(piece -> new Notice.Field("a_field", piece.replace("`", ""), true))
            .list()
            .ofMaxSize(5);
    return pieces
        .list()
        .ofMinSize(1)
        .ofMaxSize(120)
        .map(list -> String.join(" ", list))
        .flatMap(
            text ->
                fields.map(
                    list ->
                        Notice.of("ops", Severity.info, "Title", text, SendingFixture.NOW)
                            .withFields(list)));
  }
}
