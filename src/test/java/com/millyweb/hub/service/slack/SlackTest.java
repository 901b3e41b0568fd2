package com.millyweb.hub.service.slack;

import static com.millyweb.hub.fake.FakeSlack.Trick.error;
import static com.millyweb.hub.fake.FakeSlack.Trick.hangUp;
import static com.millyweb.hub.fake.FakeSlack.Trick.pass;
import static com.millyweb.hub.service.slack.SlackFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.notify.Medium;
import com.millyweb.hub.notify.Notice;
import com.millyweb.hub.notify.SendFailed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slack shows of notices, of their updates and their files. */
class SlackTest {
  private static final String LONG = "A sentence of the long report. ".repeat(1_000);

  private static final Notice.Attachment LOG =
      new Notice.Attachment("build.log", null, "line 1\nzwölf");

  private SlackFixture slack = SlackFixture.bot();

  @AfterEach
  void stop() throws Exception {
    slack.close();
  }

  private List<FakeSlack.Message> messages() {
    return slack.fake.messages();
  }

  private void useWebhook() throws Exception {
    slack.close();
    slack = SlackFixture.webhook();
  }

  @Test
  void bot_posts_a_notice_to_its_channel() throws Exception {
    assertThat(slack.send(notice("**All** is <well> & [good](https://e.org/?a=1&b=2)")))
        .isEqualTo(Medium.Sent.accepted);

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).channel()).isEqualTo("C1");
    assertThat(messages().get(0).text()).isEqualTo("Title");
    assertThat(messages().get(0).words())
        .isEqualTo("Title\n*All* is &lt;well&gt; &amp; <https://e.org/?a=1&amp;b=2|good>");
  }

  @Test
  void webhook_posts_a_notice() throws Exception {
    useWebhook();
    slack.send(notice("Hello"));
    assertThat(messages()).extracting(FakeSlack.Message::channel).containsExactly("webhook");
  }

  @Test
  void nobody_is_called_by_what_a_text_contains() throws Exception {
    slack.send(notice("<!channel> <@U1> [x](!here) `<!everyone>`"));
    assertThat(messages().get(0).words()).doesNotContain("<!").doesNotContain("<@");
  }

  @Test
  void long_text_becomes_numbered_messages_with_all_of_it() throws Exception {
    slack.send(notice(LONG));
    assertThat(messages()).hasSize(3);
    assertThat(messages().get(0).words()).startsWith("Title\n").endsWith("(1/3)");
    assertThat(messages().get(2).words()).endsWith("(3/3)");
    long sentences =
        messages().stream()
            .flatMap(message -> message.words().lines())
            .mapToLong(line -> line.split("A sentence of the long report\\.", -1).length - 1)
            .sum();
    assertThat(sentences).isEqualTo(1_000);
  }

  @Test
  void code_emoji_and_surrogates_arrive_whole() throws Exception {
    slack.send(
        notice(
            "```java\n" + "int a = 1 < 2;\n".repeat(2_000) + "```\n" + "👨‍👩‍👧‍👦".repeat(500)));
    assertThat(messages()).hasSizeGreaterThan(1);
    for (FakeSlack.Message message : messages()) {
      for (var block : message.body().path("blocks")) {
        String text = block.path("text").path("text").asText();
        assertThat(text.split("```", -1).length % 2).as(text).isEqualTo(1);
        assertThat(text.codePoints().filter(p -> p >= 0xD800 && p <= 0xDFFF)).isEmpty();
      }
    }
  }

  @Test
  void text_beyond_five_messages_comes_whole_as_a_file() throws Exception {
    Notice notice = notice(LONG.repeat(4));
    slack.send(notice);
    assertThat(messages()).hasSize(5);
    assertThat(messages().get(4).words()).contains("more characters: see notice.md");
    assertThat(slack.fake.files())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.name()).isEqualTo("notice.md");
              assertThat(file.content()).isEqualTo(LONG.repeat(4));
              assertThat(file.channel()).isEqualTo("C1");
            });
  }

  @Test
  void webhook_cuts_a_text_beyond_five_messages_with_a_pointer() throws Exception {
    useWebhook();
    Notice notice = notice(LONG.repeat(4)).withAttachments(List.of(LOG));
    slack.send(notice);
    assertThat(messages()).hasSize(5);
    assertThat(messages().get(4).words()).contains("📎 build.log: see notice " + notice.id());
    assertThat(messages().get(4).words()).contains("more characters: see notice " + notice.id());
  }

  @Test
  void later_notice_with_the_key_edits_the_earlier_message() throws Exception {
    slack.send(notice("backup", "running"));
    assertThat(slack.send(notice("backup", "done"))).isEqualTo(Medium.Sent.updated);
    slack.send(notice("backup", "verified"));

    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words()).endsWith("verified");
    assertThat(messages().get(0).edits()).isEqualTo(2);
  }

  @Test
  void shorter_update_removes_the_messages_that_are_left_over() throws Exception {
    slack.send(notice("report", LONG));
    slack.send(notice("report", "short"));
    assertThat(messages()).hasSize(1);
    slack.send(notice("report", LONG));
    assertThat(messages()).hasSize(3);
  }

  @Test
  void redelivery_sends_nothing_again() throws Exception {
    Notice notice = notice(LONG);
    slack.send(notice);
    slack.send(notice);
    assertThat(messages()).hasSize(3);
    assertThat(slack.fake.requests()).hasSize(3);
  }

  @Test
  void hub_that_died_while_it_sent_asks_before_it_sends_again_where_it_is_told_to()
      throws Exception {
    Notice notice = notice("x");
    slack.send(notice);
    slack.jdbc.sql("update notice_send set state = 'sending', remote = null").update();

    assertThatThrownBy(() -> slack.sendCarefully(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in slack twice");
    assertThat(messages()).hasSize(1);
    assertThat(slack.book().get(0))
        .containsEntry("state", "failed")
        .containsEntry("ambiguous", true);

    slack.sendCarefully(notice);
    assertThat(messages()).as("sent again by a person").hasSize(2);
  }

  @Test
  void attached_text_is_uploaded_and_attached_url_is_a_link() throws Exception {
    var link = new Notice.Attachment("graph", "https://e.org/graph.png", null);
    slack.send(notice("Failed").withAttachments(List.of(LOG, link)));
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).words())
        .contains("📎 <https://e.org/graph.png|graph>")
        .doesNotContain("build.log");
    assertThat(slack.fake.files())
        .containsExactly(new FakeSlack.File("build.log", 13, "line 1\nzwölf", "C1", null));
  }

  @Test
  void bot_that_may_not_upload_says_where_the_text_is() throws Exception {
    slack.fake.withoutFiles();
    Notice notice = notice("Failed").withAttachments(List.of(LOG));
    assertThat(slack.send(notice)).isEqualTo(Medium.Sent.accepted);
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1).words()).isEqualTo("📎 build.log: see notice " + notice.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file_uploads_disabled", "file_type_not_allowed"})
  void notice_is_no_dead_letter_for_a_file_that_slack_does_not_take(String error) throws Exception {
    slack.fake.next(pass(), error(error));
    slack.send(notice("Failed").withAttachments(List.of(LOG)));
    assertThat(messages()).hasSize(2);
    assertThat(slack.book()).extracting(row -> row.get("state")).containsOnly("accepted");
  }

  @Test
  void text_that_fits_needs_no_file() throws Exception {
    slack.send(notice("Read the notice.md"));
    assertThat(slack.fake.files()).isEmpty();
  }

  @Test
  void later_notice_replaces_the_file_of_the_earlier_one() throws Exception {
    slack.send(notice("build", "Failed").withAttachments(List.of(LOG)));
    var other = new Notice.Attachment("second.log", null, "again");
    slack.send(notice("build", "Failed again").withAttachments(List.of(other)));
    assertThat(slack.fake.files()).extracting(FakeSlack.File::name).containsExactly("second.log");
    slack.send(notice("build", "Repaired"));
    assertThat(slack.fake.files()).isEmpty();
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).edits()).isEqualTo(2);
  }

  @Test
  void file_takes_the_place_of_a_message_and_a_message_that_of_a_file() throws Exception {
    slack.send(notice("build", LONG));
    slack.send(notice("build", "short").withAttachments(List.of(LOG)));
    assertThat(messages()).hasSize(1);
    assertThat(slack.fake.files()).hasSize(1);
    slack.send(notice("build", LONG));
    assertThat(messages()).hasSize(3);
    assertThat(slack.fake.files()).isEmpty();
  }

  @Test
  void upload_that_goes_unanswered_is_no_doubt_about_a_message() {
    slack.fake.next(pass(), hangUp());
    assertThatThrownBy(() -> slack.send(notice("x").withAttachments(List.of(LOG))))
        .isInstanceOf(SendFailed.class)
        .hasMessageContaining("build.log");
    assertThat(slack.book()).extracting(row -> row.get("ambiguous")).containsOnly(false);
  }

  @Test
  void table_stands_in_columns() throws Exception {
    slack.send(
        notice("Disks:\n| disk | use |\n|---|---:|\n| sda | 81 % |\n| nvme0 | 3 % |\n\nEnd"));
    assertThat(messages().get(0).words())
        .endsWith("Disks:\n\n```\ndisk   use\nsda    81 %\nnvme0  3 %\n```\n\nEnd");
  }
}
