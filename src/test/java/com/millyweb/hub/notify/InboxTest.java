package com.millyweb.hub.notify;

import static com.millyweb.hub.service.slack.SlackFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.history.Cursor;
import com.millyweb.hub.event.history.Page;
import com.millyweb.hub.notify.decision.Buttons;
import com.millyweb.hub.notify.decision.Decisions;
import com.millyweb.hub.notify.sending.SendLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class InboxTest {
  private final TestDatabase database = TestDatabase.create();
  private final Inbox inbox = new Inbox(JdbcClient.create(database.dataSource()));

  @AfterEach
  void stop() {
    database.close();
  }

  private Medium.Sent keep(Notice notice) {
    return inbox.send(
        new NoticeDelivery(notice, Target.of(notice.channel(), inbox), UUID.randomUUID()));
  }

  private List<Inbox.Entry> all() {
    return inbox.page(null, 100).items();
  }

  private static Notice notice(String key, String text, Instant time) {
    return Notice.of("ops", Severity.warning, "Title", text, time).withKey(key);
  }

  @Test
  void notice_is_kept_whole() {
    Notice notice =
        new NoticeBody("ops", "k", null, "t")
            .read(
                Map.of(
                    "title", "Disk",
                    "text", "**full** \0",
                    "severity", "critical",
                    "fields", Map.of("host", "nas"),
                    "link", "https://e.org",
                    "actions", List.of(Map.of("text", "Open", "url", "https://e.org/x"))),
                NOW);
    keep(notice);

    Inbox.Entry entry = inbox.find(notice.id()).orElseThrow();
    assertThat(entry.text()).isEqualTo("**full** \uFFFD");
    assertThat(entry.severity()).isEqualTo(Severity.critical);
    assertThat(entry.fields()).containsExactly(new Notice.Field("host", "nas", true));
    assertThat(entry.link()).isEqualTo(new Notice.Link("https://e.org", null));
    assertThat(entry.actions()).hasSize(1);
    assertThat(entry.createdAt()).isEqualTo(NOW);
  }

  @Test
  void redelivery_changes_nothing() {
    Notice plain = Notice.of("ops", Severity.info, null, "x", NOW);
    Notice keyed = notice("k", "y", NOW);
    for (Notice notice : List.of(plain, plain, keyed, keyed)) {
      keep(notice);
    }
    assertThat(all()).hasSize(2).allSatisfy(entry -> assertThat(entry.updates()).isZero());
  }

  @Test
  void later_notice_with_the_key_updates_the_row_and_both_ids_find_it() {
    Notice first = notice("k", "running", NOW);
    Notice second = notice("k", "done", NOW.plusSeconds(5));
    assertThat(keep(first)).isEqualTo(Medium.Sent.accepted);
    keep(second);
    assertThat(keep(first)).isEqualTo(Medium.Sent.superseded);

    assertThat(all()).singleElement().extracting(Inbox.Entry::text).isEqualTo("done");
    assertThat(inbox.find(first.id())).isEqualTo(inbox.find(second.id()));
    assertThat(all().get(0).updatedAt()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void pages_hold_every_notice_once_latest_first() {
    for (int i = 0; i < 25; i++) {
      keep(Notice.of("ops", Severity.info, null, "n" + i, NOW.plusSeconds(i / 2)));
    }
    List<String> texts = new ArrayList<>();
    Cursor cursor = null;
    do {
      Page<Inbox.Entry> page = inbox.page(cursor, 10);
      page.items().forEach(entry -> texts.add(entry.text()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(texts).hasSize(25).doesNotHaveDuplicates().startsWith("n24").endsWith("n0");
  }

  @Test
  void foreign_cursor_is_refused() {
    for (String cursor : List.of("", "x", "!!", "bm9uZQ")) {
      assertThatThrownBy(() -> inbox.page(Cursor.of(cursor), 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'next' of an earlier page");
    }
    assertThatThrownBy(() -> inbox.page(null, 0)).hasMessageContaining("limit must be 1 to 200");
  }

  @Test
  void what_is_older_than_kept_goes() {
    keep(Notice.of("ops", Severity.info, null, "old", NOW.minus(Duration.ofDays(91))));
    keep(Notice.of("ops", Severity.info, null, "new", NOW.minus(Duration.ofDays(89))));
    var jdbc = JdbcClient.create(database.dataSource());
    new NoticeRetention(
            inbox,
            new SendLedger(jdbc),
            new Decisions(jdbc, Clock.systemUTC(), ChannelsTest.properties(Map.of())),
            new Buttons(jdbc),
            ChannelsTest.properties(Map.of()),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .sweep();
    assertThat(all()).singleElement().extracting(Inbox.Entry::text).isEqualTo("new");
  }
}
