package com.millyweb.hub.notify.wording;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.config.PackagedRoutes;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.Severity;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub tells by itself is worded in files, and is told whatever the user makes of them. */
class HubWordsTest {
  private static final String FILE = "notify/route-refused.notice.yaml";
  private static final List<String> FILES = HubWords.FILES;

  private static final Map<String, Object> REFUSED =
      Map.of(
          "file",
          "flow/a_b.camel.yaml",
          "verdict",
          "refused",
          "runs",
          true,
          "problems",
          List.of("flow/a_b.camel.yaml:7:13: Unknown component 'notifi'", "second"));

  private final Map<String, String> folder = new HashMap<>();
  private final HubWords words = new HubWords(Clock.systemUTC());

  @BeforeEach
  void theUsersFolder() {
    words.readFrom(folder::get);
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void file_comes_with_the_hub_and_nothing_is_wrong_with_it(String file) {
    assertThat(NoticeTemplate.check(String.valueOf(PackagedRoutes.shipped(file)))).isEmpty();
  }

  @Test
  void refused_route_is_told_with_its_problems_as_they_are() {
    Notice notice = refused();

    assertThat(notice.title())
        .isEqualTo("flow/a_b.camel.yaml is refused; the version before it runs on");
    assertThat(notice.text())
        .isEqualTo("```\nflow/a_b.camel.yaml:7:13: Unknown component 'notifi'\nsecond\n```");
    assertThat(notice.severity()).isEqualTo(Severity.error);
  }

  @Test
  void users_words_are_told_as_soon_as_they_change() {
    folder.put(FILE, "title: '{{ body.file }} geht nicht'");
    assertThat(refused().title()).isEqualTo("flow/a_b.camel.yaml geht nicht");

    folder.put(FILE, "title: 'Nein: {{ body.file }}'");
    assertThat(refused().title()).isEqualTo("Nein: flow/a_b.camel.yaml");

    folder.remove(FILE);
    assertThat(refused().title()).startsWith("flow/a_b.camel.yaml is refused; ");
  }

  @Test
  void words_that_are_broken_leave_those_before_them() {
    folder.put(FILE, "title: '{{ body.file }} geht nicht'");
    refused();

    folder.put(FILE, "title: '{{ body.file | nonsense }}'");
    assertThat(refused().title()).isEqualTo("flow/a_b.camel.yaml geht nicht");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tilte: x",
        "title: '{% if body.nothing %}x{% endif %}'",
        "title: '{% for a in body.problems %}{% for b in body.problems %}'",
        "text: ' '"
      })
  void words_that_say_nothing_hide_nothing(String content) {
    folder.put(FILE, content);

    assertThat(refused().title()).startsWith("flow/a_b.camel.yaml is refused; ");
  }

  @Test
  void line_is_never_empty() {
    folder.put("notify/press-answer.notice.yaml", "text: only a text");

    assertThat(words.title(HubWords.PRESS_ANSWER, Map.of("answer", "done", "action", "Deploy *x*")))
        .isEqualTo("Deploy *x*: done");
    assertThat(words.title(HubWords.PRESS_ANSWER, Map.of("answer", "unknown")))
        .isEqualTo("This button is not known here any more.");
    assertThat(
            words.title(
                HubWords.PRESS_ANSWER,
                Map.of("answer", "stranger", "id", "U_1", "medium", "slack")))
        .isEqualTo(
            "Sorry, only the hub's operators may do this. Your id is U_1; no operator has it in hub.people.*.slack.");
  }

  @Test
  void question_that_nothing_explains_is_answered() {
    assertThat(words.text(HubWords.WHY_ANSWER, Map.of("answer", "how")))
        .isEqualTo(
            "Answer one of my notices with `why?`, or write `why <id of an event or a notice>`.");
    assertThat(words.text(HubWords.WHY_ANSWER, Map.of("answer", "unknown")))
        .startsWith("I know no event or notice of that id");
    folder.put("notify/why-answer.notice.yaml", "text: Wer fragt? {{ body.id }}");
    assertThat(
            words.text(
                HubWords.WHY_ANSWER, Map.of("answer", "stranger", "id", "U1", "medium", "slack")))
        .isEqualTo("Wer fragt? U1");
  }

  private Notice refused() {
    return words.notice("ops", HubWords.ROUTE_REFUSED, REFUSED);
  }
}
