package com.millyweb.hub.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fake.FakeSlack;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A webhook that somebody revoked. */
class DeadDestinationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void is_told_elsewhere_left_alone_and_back_after_a_test_or_a_new_setting() {
    TestDatabase database = TestDatabase.create();
    try (FakeSlack slack = FakeSlack.start()) {
      slack.next(FakeSlack.Trick.answer(404, "no_service"));
      try (HubFixture hub = start(database, slack.webhookUrl())) {
        publish(hub, "first");
        await()
            .atMost(PATIENCE)
            .until(() -> titles(hub).contains("ops/slack gets no more notices"));
        int knocks = slack.requests().size();

        publish(hub, "second");
        await().atMost(PATIENCE).until(() -> isDead(hub, "second"));
        assertThat(slack.requests()).as("not hammered").hasSize(knocks);
        assertThat(titles(hub)).as("the inbox has them all").contains("first", "second");
        await().atMost(PATIENCE).until(() -> isDone(hub, "flow.dead-letter-to-chat", 2));
        assertThat(titles(hub)).as("told once").noneMatch(title -> title.contains("gave up"));

        hub.bean(ChannelStatus.class).test("ops", "ops/slack", "somebody");
        await().atMost(PATIENCE).until(() -> arrived(slack, "This is a test"));
        publish(hub, "third");
        await().atMost(PATIENCE).until(() -> arrived(slack, "third"));

        slack.next(FakeSlack.Trick.answer(410, "channel_is_archived"));
        publish(hub, "fourth");
        await().atMost(PATIENCE).until(() -> isDead(hub, "fourth"));
      }
      // somebody made another webhook
      try (HubFixture hub = start(database, slack.webhookUrl() + "2")) {
        publish(hub, "fifth");
        await().atMost(PATIENCE).until(() -> arrived(slack, "fifth"));
      }
    }
  }

  @Test
  void absurd_pause_is_capped_at_a_day_and_told_elsewhere() {
    TestDatabase database = TestDatabase.create();
    try (FakeSlack slack = FakeSlack.start();
        HubFixture hub = start(database, slack.webhookUrl())) {
      slack.next(FakeSlack.Trick.tooMany("31536000"));
      publish(hub, "patience");
      await()
          .atMost(PATIENCE)
          .until(() -> titles(hub).contains("ops/slack pauses for 1440 minutes"));
      assertThat(slack.requests()).as("only the first").hasSize(1);
    }
  }

  @Test
  void dead_target_with_a_long_name_is_told_as_well() {
    TestDatabase database = TestDatabase.create();
    String name = "w".repeat(190);
    try (FakeSlack slack = FakeSlack.start();
        HubFixture hub =
            HubFixture.start(
                database,
                Path.of("routes"),
                Map.of(
                    "hub.notify.channels.ops[0].medium",
                    "slack",
                    "hub.notify.channels.ops[0].address",
                    name,
                    "hub.notify.channels.ops[0].webhook-url",
                    slack.webhookUrl(),
                    "hub.notify.channels.ops[1].medium",
                    "inbox"))) {
      slack.next(FakeSlack.Trick.answer(404, "no_service"));
      publish(hub, "first");
      await()
          .atMost(PATIENCE)
          .until(() -> titles(hub).contains("ops/slack/" + name + " gets no more notices"));
    }
  }

  private static HubFixture start(TestDatabase database, String webhook) {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.notify.slack.webhook-url", webhook);
    properties.put("hub.notify.slack.rate", "100/s");
    return HubFixture.start(database, Path.of("routes"), properties);
  }

  private static void publish(HubFixture hub, String title) {
    hub.bean(Notices.class)
        .publish(Notice.of("ops", Severity.info, title, "text", Instant.now()))
        .join();
  }

  private static List<String> titles(HubFixture hub) {
    return hub.bean(Inbox.class).page(null, 100).items().stream().map(Inbox.Entry::title).toList();
  }

  private static boolean arrived(FakeSlack slack, String title) {
    return slack.messages().stream().anyMatch(message -> message.text().contains(title));
  }

  private static boolean isDone(HubFixture hub, String subscription, int count) {
    return JdbcClient.create(hub.database().dataSource())
            .sql(
                """
                select count(*) from delivery_history d join subscription s on s.id = d.subscription
                 where s.name = ?
                """)
            .param(subscription)
            .query(Integer.class)
            .single()
        >= count;
  }

  private static boolean isDead(HubFixture hub, String title) {
    return JdbcClient.create(hub.database().dataSource())
        .sql(
            """
            select count(*) > 0 from delivery d join event e on e.id = d.event_id and e.at = d.event_at
             where e.type = 'notify.slack' and d.state = 3
               and convert_from(e.data, 'UTF8')::jsonb ->> 'title' = ?
            """)
        .param(title)
        .query(Boolean.class)
        .single();
  }
}
