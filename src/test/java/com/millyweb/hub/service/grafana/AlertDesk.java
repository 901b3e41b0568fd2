package com.millyweb.hub.service.grafana;

import static org.awaitility.Awaitility.await;

import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.notify.Inbox;
import com.millyweb.hub.notify.decision.NoticeActions;
import com.millyweb.hub.workbench.Http;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who sits before the hub: reads what it tells of alerts, and presses the buttons. */
record AlertDesk(HubFixture hub) {
  static final Duration LONG = Duration.ofSeconds(60);

  /** Presses a button of the notice with that title that nobody decided, as soon as it is there. */
  void press(String title, int button, String by) {
    NoticeActions actions = hub.bean(NoticeActions.class);
    UUID open =
        await("'%s' to decide".formatted(title))
            .atMost(LONG)
            .until(
                () ->
                    notices(title).stream()
                        .filter(id -> actions.find(id).stream().anyMatch(AlertDesk::isOpen))
                        .findFirst()
                        .orElse(null),
                id -> id != null);
    actions.press(open, button, by);
  }

  private static boolean isOpen(NoticeActions.State state) {
    return state.state().equals("open");
  }

  /** The newest notice with that title. */
  UUID told(String title) {
    return await("'%s' in the inbox".formatted(title))
        .atMost(LONG)
        .until(() -> notices(title).stream().findFirst().orElse(null), id -> id != null);
  }

  private List<UUID> notices(String title) {
    return hub.bean(Inbox.class).page(null, 100).items().stream()
        .filter(entry -> title.equals(entry.title()))
        .map(Inbox.Entry::id)
        .toList();
  }

  /** All that the hub told, as one text. */
  String told() {
    return Http.asAdmin(hub).get("/api/notices?limit=100").body();
  }

  /** The newest event of a type about something. */
  UUID event(String type, String subject) {
    return jdbc()
        .sql(
            "select id from event where type = ? and subject = ? order by at desc, id desc limit 1")
        .params(type, subject)
        .query(UUID.class)
        .single();
  }

  /** Hands an event out again, and waits until its flow is through. */
  void replay(UUID event, String subscription) {
    int before = done(subscription);
    Http.Answer answer =
        Http.asAdmin(hub)
            .post(
                "/api/events/%s/replay".formatted(event),
                "{\"subscription\":\"%s\"}".formatted(subscription));
    if (answer.status() != 202) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
    await("the replay of " + event).atMost(LONG).until(() -> done(subscription) > before);
  }

  /** Deliveries of a subscription that ended well. */
  int done(String subscription) {
    return count(
        "select count(*) from delivery_history d join subscription s on s.id = d.subscription where s.name = ? and d.outcome = 'done'",
        subscription);
  }

  /** Attempts for events of a type that did not end well. */
  int failures(String type) {
    return count(
        "select count(*) from attempt a join event e on e.id = a.event_id where e.type = ?", type);
  }

  /** Deliveries that are neither through nor dead letters. */
  int waiting(String subscription) {
    return count(
        "select count(*) from delivery d join subscription s on s.id = d.subscription where s.name = ? and d.state <> 3",
        subscription);
  }

  /** Who did something, and what came of it. */
  List<String> audited(String action) {
    return jdbc()
        .sql("select actor || ' ' || outcome from audit where action = ?")
        .param(action)
        .query(String.class)
        .list();
  }

  /** As if they were over. */
  void forgetSilences() {
    jdbc().sql("truncate flow_silence").update();
  }

  private int count(String statement, String parameter) {
    return jdbc().sql(statement).param(parameter).query(Integer.class).single();
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(hub.database().dataSource());
  }
}
