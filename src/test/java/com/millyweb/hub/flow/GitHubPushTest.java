package com.millyweb.hub.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Pushes of every kind, and pushes that mean harm. */
class GitHubPushTest {
  private final Map<String, Object> push =
      new HashMap<>(
          Map.of(
              "ref", "refs/heads/topic/x",
              "repository", Map.of("full_name", "me/app", "html_url", "https://git.example/me/app"),
              "pusher", Map.of("name", "me"),
              "commits", List.of()));

  @Test
  void deleted_branch() {
    push.put("deleted", true);
    assertThat(notice().get("title")).isEqualTo("me/app: me deleted branch topic/x");
    assertThat(notice().get("text")).isEqualTo("");
  }

  @Test
  void created_branch_without_commits() {
    push.put("created", true);
    assertThat(notice().get("title")).isEqualTo("me/app: me created branch topic/x");
  }

  @Test
  void created_and_deleted_tag() {
    push.put("ref", "refs/tags/v1.0");
    push.put("created", true);
    assertThat(notice().get("title")).isEqualTo("me/app: me created tag v1.0");
    push.put("created", false);
    push.put("deleted", true);
    assertThat(notice().get("title")).isEqualTo("me/app: me deleted tag v1.0");
  }

  @Test
  void forced_push_is_a_warning() {
    push.put("forced", true);
    push.put("commits", commits(1));
    assertThat(notice().get("title"))
        .isEqualTo("me/app: me force-pushed 1 commit to branch topic/x");
    assertThat(notice().get("severity")).isEqualTo("warning");
  }

  @Test
  void only_the_first_commits_are_shown() {
    push.put("commits", commits(12));
    assertThat(notice().get("title")).isEqualTo("me/app: me pushed 12 commits to branch topic/x");
    assertThat(notice().get("text").toString().lines())
        .hasSize(6)
        .last()
        .isEqualTo("- … and 7 more");
  }

  @Test
  void gitea_names_the_comparison_otherwise() {
    push.put("compare_url", "https://git.example/compare");
    assertThat(notice().get("link"))
        .isEqualTo(Map.of("url", "https://git.example/compare", "text", "Show on the server"));
  }

  @Test
  void hostile_text_stays_text() {
    push.put(
        "commits",
        List.of(
            Map.of(
                "id", "](http://evil)",
                "url", "javascript:alert(1)",
                "message", "[click](http://evil) <!channel> @here\n\n# more",
                "author", Map.of("name", "*boss*"))));
    assertThat(notice().get("text"))
        .isEqualTo("- `commit` \\[click\\]\\(http://evil\\) \\<\\!channel\\> @here (\\*boss\\*)");
  }

  @Test
  void long_text_is_cut_between_characters() {
    push.put("commits", List.of(Map.of("message", "😀".repeat(300))));
    String text = notice().get("text").toString();
    assertThat(text).hasSizeLessThan(200).endsWith("😀…");
  }

  @Test
  void empty_or_strange_body_still_makes_a_notice() {
    for (Object body : new Object[] {Map.of(), "text", null, Map.of("commits", "no list")}) {
      assertThat(notice(body).get("title"))
          .isEqualTo("A repository: somebody pushed 0 commits to branch");
    }
  }

  private Map<String, Object> notice() {
    return notice(push);
  }

  private static Map<String, Object> notice(Object body) {
    var exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(new GitHubPush().read(body));
    return NotifyRecorder.worded("push-to-chat", exchange);
  }

  private static List<Map<String, Object>> commits(int count) {
    return IntStream.range(0, count)
        .<Map<String, Object>>mapToObj(
            i -> Map.of("id", "abcdef%04d".formatted(i), "message", "Change " + i))
        .toList();
  }
}
