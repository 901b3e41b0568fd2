package com.millyweb.hub.notify;

import static com.millyweb.hub.notify.sending.SendingFixture.LONG;
import static com.millyweb.hub.notify.sending.SendingFixture.full;
import static com.millyweb.hub.notify.sending.SendingFixture.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.millyweb.hub.event.AmbiguousFailure;
import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.event.RetryAfter;
import com.millyweb.hub.notify.sending.SendingFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every medium does alike, against a fake of its service. */
public abstract class MediumContract {
  protected static final Duration SEVEN_SECONDS = Duration.ofSeconds(7);

  /** Parts in every medium that cuts, and nothing left out. */
  private static final String REPORT = LONG.substring(0, 15_500);

  protected abstract Medium medium();

  /** The words of each message that people see, oldest first. */
  protected abstract List<String> shown();

  /** What the hub keeps of each part. */
  protected abstract List<Map<String, Object>> ledger();

  /** Whether a later notice with the same key takes the place of the earlier one. */
  protected abstract boolean edits();

  /** Whether a long text becomes several messages. */
  protected abstract boolean splits();

  /** The next request goes well. */
  protected abstract void works();

  /** The next request meets trouble that passes. */
  protected abstract void fails();

  /** The next request is refused for what the message is. */
  protected abstract void refuses();

  /** To the next request the service says that nothing arrives there any more. */
  protected abstract void dies();

  /** The next message is taken, and the connection ends without an answer. */
  protected abstract void silent();

  /** Nobody listens any more. */
  protected abstract void leave() throws IOException;

  /** Each of them makes the service ask for seven seconds at the next request. */
  protected abstract Stream<Runnable> limits();

  /** A person deletes the only message. */
  protected void deleteMessage() {
    assumeTrue(false, "nobody can delete a message there");
  }

  private Medium.Sent deliver(Notice notice) throws Exception {
    return medium().send(SendingFixture.delivery(notice, Target.of("ops", medium())));
  }

  private List<Object> kept(String column) {
    return ledger().stream().map(row -> row.get(column)).toList();
  }

  @Test
  void text_arrives() throws Exception {
    assertThat(deliver(notice("All is **well** 👍"))).isEqualTo(Medium.Sent.accepted);
    assertThat(shown()).hasSize(1);
    assertThat(shown().get(0)).contains("well", "👍");
    assertThat(kept("state")).containsExactly("accepted");
  }

  @Test
  void long_text_arrives_whole_and_in_order() throws Exception {
    deliver(notice(REPORT));
    String all = String.join(" ", shown()).replaceAll("\\s+", " ");
    assertThat(all.split("A sentence of the long report\\.", -1)).hasSize(501);
    assertThat(shown().size() > 1).isEqualTo(splits());
    for (int i = 0; splits() && i < shown().size(); i++) {
      assertThat(shown().get(i)).contains("(%d/%d)".formatted(i + 1, shown().size()));
    }
  }

  @Test
  void second_delivery_of_a_notice_sends_nothing_again() throws Exception {
    Notice notice = notice(REPORT);
    deliver(notice);
    int messages = shown().size();
    deliver(notice);
    assertThat(shown()).hasSize(messages);
    assertThat(kept("attempts")).containsOnly(1);
  }

  @Test
  void what_may_pass_is_sent_with_the_next_attempt() throws Exception {
    Notice notice = notice("x");
    fails();
    assertThatThrownBy(() -> deliver(notice)).isInstanceOf(SendFailed.class);
    assertThat(kept("state")).containsExactly("failed");
    deliver(notice);
    assertThat(shown()).hasSize(1);
    assertThat(kept("state")).containsExactly("accepted");
  }

  @Test
  void next_attempt_goes_on_at_the_part_that_failed() throws Exception {
    assumeTrue(splits());
    Notice notice = notice(REPORT);
    works();
    fails();
    assertThatThrownBy(() -> deliver(notice)).isInstanceOf(SendFailed.class);
    assertThat(shown()).hasSize(1);
    deliver(notice);
    assertThat(shown().get(shown().size() - 1))
        .contains("(%d/%d)".formatted(shown().size(), shown().size()));
    assertThat(kept("state")).containsOnly("accepted").hasSize(shown().size());
  }

  @Test
  void later_notice_with_the_key_takes_the_place_of_the_earlier_where_it_can() throws Exception {
    deliver(notice("backup", "running"));
    Medium.Sent sent = deliver(notice("backup", "finished"));
    assertThat(sent).isEqualTo(edits() ? Medium.Sent.updated : Medium.Sent.accepted);
    assertThat(shown()).hasSize(edits() ? 1 : 2);
    assertThat(shown().get(shown().size() - 1)).contains("finished").doesNotContain("running");
  }

  @Test
  void earlier_notice_that_comes_late_changes_nothing() throws Exception {
    assumeTrue(edits());
    Notice first = notice("backup", "running");
    deliver(notice("backup", "finished"));
    assertThat(deliver(first)).isEqualTo(Medium.Sent.superseded);
    assertThat(shown()).singleElement().asString().contains("finished");
  }

  @Test
  void shorter_notice_takes_the_parts_away_that_are_left_over() throws Exception {
    assumeTrue(edits() && splits());
    deliver(notice("report", REPORT));
    deliver(notice("report", "short"));
    assertThat(shown()).singleElement().asString().contains("short");
  }

  @Test
  void message_that_somebody_deleted_is_posted_again() throws Exception {
    assumeTrue(edits());
    deliver(notice("backup", "running"));
    deleteMessage();
    assertThat(deliver(notice("backup", "finished"))).isEqualTo(Medium.Sent.updated);
    assertThat(shown()).singleElement().asString().contains("finished");
  }

  @Test
  void limit_pauses_as_long_as_the_service_says() {
    limits()
        .forEach(
            limit -> {
              limit.run();
              RetryAfter pause = catchThrowableOfType(RetryAfter.class, () -> deliver(notice("x")));
              assertThat(pause.delay()).isEqualTo(SEVEN_SECONDS);
              assertThat(shown()).isEmpty();
            });
  }

  @Test
  void message_that_is_refused_for_good_is_refused_alone() {
    for (int i = 0; i < 4; i++) {
      refuses();
    }
    assertThatThrownBy(() -> deliver(notice("x")))
        .isInstanceOf(PermanentFailure.class)
        .isNotInstanceOf(DestinationDead.class);
    assertThat(shown()).isEmpty();
    assertThat(kept("state")).containsExactly("refused");
  }

  @Test
  void message_that_is_refused_for_its_trimmings_arrives_as_words() throws Exception {
    refuses();
    assertThat(deliver(full(Severity.error))).isEqualTo(Medium.Sent.accepted);
    assertThat(shown().get(0)).contains("89 %");
  }

  @Test
  void missing_answer_is_told_as_doubt_and_the_message_is_sent_again() throws Exception {
    Notice notice = notice("x");
    silent();
    assertThatThrownBy(() -> deliver(notice))
        .isInstanceOf(AmbiguousFailure.class)
        .hasMessageContaining("may be in %s twice".formatted(medium().name()));
    assertThat(kept("ambiguous")).containsExactly(true);
    assertThat(deliver(notice)).isEqualTo(Medium.Sent.accepted);
    assertThat(shown()).hasSizeBetween(1, 2);
  }

  @Test
  void dead_destination_is_told_as_dead() {
    dies();
    assertThatThrownBy(() -> deliver(notice("x"))).isInstanceOf(DestinationDead.class);
    assertThat(kept("state")).containsExactly("refused");
  }

  @Test
  void service_that_nobody_reaches_leaves_no_doubt() throws Exception {
    leave();
    assertThatThrownBy(() -> deliver(notice("x"))).isInstanceOf(IOException.class);
    assertThat(kept("ambiguous")).containsExactly(false);
  }
}
