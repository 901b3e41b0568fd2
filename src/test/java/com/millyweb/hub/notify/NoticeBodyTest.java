package com.millyweb.hub.notify;

import static com.millyweb.hub.service.slack.SlackFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.notify.sending.OnAmbiguous;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeBodyTest {
  private static Notice read(Object body) {
    return new NoticeBody("ops", "k", "warning", null).read(body, NOW);
  }

  @Test
  void text_is_a_notice() {
    Notice notice = read("Hello");
    assertThat(notice.text()).isEqualTo("Hello");
    assertThat(notice.severity()).isEqualTo(Severity.warning);
    assertThat(notice.id().version()).isEqualTo(7);
  }

  @Test
  void fields_are_a_map_or_a_list() {
    assertThat(read(Map.of("text", "x", "fields", Map.of("n", 3))).fields())
        .containsExactly(new Notice.Field("n", "3", true));
    assertThat(
            read(Map.of(
                    "text",
                    "x",
                    "fields",
                    List.of(Map.of("title", "n", "value", "v", "short", false))))
                .fields())
        .containsExactly(new Notice.Field("n", "v", false));
  }

  @Test
  void what_is_wrong_is_named() {
    refused(List.of("x"), "The body of to: notify:ops must be text or a map");
    refused(Map.of("txt", "x"), "Notice must have only", "'txt'");
    refused(Map.of("text", "x", "severity", "bad"), "Severity must be one of", "'bad'");
    refused(Map.of("text", Map.of()), "Notice.text must be text");
    refused(Map.of("text", "x", "link", "javascript:alert(1)"), "The url of a link must be");
    refused(Map.of("text", "x", "fields", "f"), "fields must be a list of maps, was: String");
    refused(
        Map.of(
            "text",
            "x",
            "actions",
            List.of(Map.of("text", "a", "value", "b", "url", "https://e.org"))),
        "must have either url or value");
    refused(" ", "must have a title, a text or fields");
    refused("x".repeat(300_000), "must have at most 262144 characters, had 300000");
  }

  @Test
  void what_is_blank_is_left_out_and_the_rest_is_told() {
    Notice notice =
        read(
            Map.of(
                "title", " ",
                "text", "x",
                "severity", "",
                "fields",
                    List.of(
                        Map.of("title", " ", "value", "nameless"),
                        Map.of("title", "empty", "value", " ")),
                "link", Map.of("url", "", "text", "nowhere"),
                "actions",
                    List.of(
                        Map.of("text", "a"),
                        Map.of("text", "b", "value", " ", "url", ""),
                        Map.of("text", " ", "value", "yes"),
                        Map.of("url", "https://e.org/run")),
                "attachments",
                    List.of(
                        Map.of("name", "empty.log", "content", ""),
                        Map.of("name", "", "content", "words"))));
    assertThat(notice.title()).isNull();
    assertThat(notice.severity()).isEqualTo(Severity.warning);
    assertThat(notice.fields()).containsExactly(new Notice.Field("", "nameless", true));
    assertThat(notice.link()).isNull();
    assertThat(notice.actions())
        .extracting(Notice.Action::text)
        .containsExactly("yes", "https://e.org/run");
    assertThat(notice.attachments())
        .containsExactly(new Notice.Attachment("attachment", null, "words"));
    assertThat(read(Map.of("text", "x", "link", " ", "fields", Map.of("n", " "))).fields())
        .isEmpty();
    assertThat(
            read(Map.of("text", "", "attachments", List.of(Map.of("name", "a", "content", "b"))))
                .title())
        .isEqualTo("a");
  }

  @Test
  void what_is_too_long_beside_the_text_is_cut() {
    String key = "k".repeat(300);
    Notice notice =
        new NoticeBody("ops", key, null, null)
            .read(
                Map.of(
                    "title", "t".repeat(3_000),
                    "attachments", List.of(Map.of("name", "logs/app\\1.log", "content", "x"))),
                NOW);
    assertThat(notice.title()).hasSize(2_000).endsWith("…");
    assertThat(notice.attachments().get(0).name()).isEqualTo("logs_app_1.log");
    assertThat(notice.key())
        .hasSizeLessThanOrEqualTo(200)
        .isEqualTo(new NoticeBody("ops", key, null, null).key())
        .isNotEqualTo(new NoticeBody("ops", key + "k", null, null).key());
  }

  @Test
  void json_holds_everything_of_a_notice() throws Exception {
    Notice notice =
        read(
            Map.of(
                "title", "T",
                "text", "x",
                "fields", Map.of("n", 3),
                "link", Map.of("url", "https://e.org", "text", "there"),
                "actions", List.of(Map.of("text", "Yes", "value", "1", "style", "danger")),
                "attachments", List.of(Map.of("name", "log", "url", "https://e.org/log"))));
    byte[] json =
        NoticeJson.write(
            notice, new Target("ops/inbox", "ops", "inbox", null, null, null, OnAmbiguous.retry));
    assertThat(NoticeJson.read(NoticeJson.MAPPER.readValue(json, Map.class))).isEqualTo(notice);
  }

  private static void refused(Object body, String... words) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }
}
