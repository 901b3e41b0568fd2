package com.millyweb.hub.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.event.history.DeliveryHistory;
import com.millyweb.hub.fixture.HubFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whose a subscription is: hubs that share a database, and a hub that starts with another folder.
 */
class SharedDatabaseTest {
  private static final String ORDERS = "flow/orders.camel.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient sql = JdbcClient.create(database.dataSource());
  private @TempDir Path with;
  private @TempDir Path without;

  @BeforeEach
  void write() throws Exception {
    Files.createDirectories(with.resolve("flow"));
    Files.writeString(
        with.resolve(ORDERS),
        """
        - route:
            id: flow.orders
            description: Counts orders
            from:
              uri: event:shop.order
              steps:
                - to: event:counted
        """);
  }

  @Test
  void a_second_hub_without_the_file_takes_nothing_away() throws Exception {
    try (HubFixture owner = start(with)) {
      UUID first = append(owner, "1");
      awaitCounted(List.of(first));
      UUID whileBoth;
      UUID atTheOther;
      try (HubFixture other = start(without)) {
        whileBoth = append(owner, "2");
        atTheOther = append(other, "3");
        awaitCounted(List.of(first, whileBoth, atTheOther));
      }
      UUID after = append(owner, "4");
      awaitCounted(List.of(first, whileBoth, atTheOther, after));
    }
  }

  @Test
  void what_came_while_the_hub_ran_another_folder_is_delivered_after_its_return() throws Exception {
    try (HubFixture hub = start(with)) {
      append(hub, "1");
      awaitCounted(1);
    }
    try (HubFixture hub = start(without)) {
      append(hub, "2");
      sql.sql(
              "update subscription set run_at = run_at - interval '2 minutes' where name = 'flow.orders'")
          .update();
      assertThat(hub.bean(DeliveryHistory.class).subscriptions())
          .filteredOn(subscription -> subscription.name().equals("flow.orders"))
          .singleElement()
          .satisfies(
              subscription -> {
                assertThat(subscription.state()).isEqualTo("unattended");
                assertThat(subscription.waiting()).isEqualTo(1);
              });
    }
    try (HubFixture hub = start(with)) {
      append(hub, "3");
      awaitCounted(3);
      Files.delete(with.resolve(ORDERS));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  sql.sql("select state from subscription where name = 'flow.orders'")
                      .query(String.class)
                      .single()
                      .equals("parked"));
      append(hub, "\"nobody wants it\"");
    }
    assertThat(count("delivery")).isZero();
    assertThat(count("event where type = 'counted'")).isEqualTo(3);
  }

  private HubFixture start(Path routes) {
    return HubFixture.start(database, routes, Map.of("hub.route.poll", "100ms"));
  }

  private static UUID append(HubFixture hub, String data) {
    return hub.bean(EventLog.class)
        .append(NewEvent.json("shop.order", "shop", data.getBytes(StandardCharsets.UTF_8)))
        .join()
        .id();
  }

  private void awaitCounted(int times) {
    await().atMost(PATIENCE).until(() -> count("event where type = 'counted'") == times);
  }

  /** Each of them once. */
  private void awaitCounted(List<UUID> causes) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        sql.sql("select cause from event where type = 'counted'")
                            .query(UUID.class)
                            .list())
                    .containsExactlyInAnyOrderElementsOf(causes));
  }

  private long count(String what) {
    return sql.sql("select count(*) from " + what).query(Long.class).single();
  }
}
