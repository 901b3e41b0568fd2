package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.route.RouteFile.State;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code sql:} on a database that the configuration names. */
class OtherDatabaseTest {
  private static final String FILE = "flow/order.camel.yaml";
  private static final String FLOW =
      """
      - route:
          id: flow.order
          description: Writes an order into the shop's database.
          from:
            uri: event:order
            steps:
              - setHeader: {name: number, jq: .number}
              - to:
                  uri: "sql:insert into orders (number) values (:#number)"
                  parameters: {dataSource: "#shop"}
      """;

  private final TestDatabase shop = TestDatabase.createEmpty();
  private final ConnectFixture hub = new ConnectFixture();

  @AfterEach
  void end() {
    hub.close();
  }

  @Test
  void flow_writes_into_another_database() {
    JdbcClient client = JdbcClient.create(shop.dataSource());
    client.sql("create table orders (number int)").update();
    hub.set("hub.connect.databases.shop.url", shop.url())
        .set("hub.connect.databases.shop.user", shop.user())
        .set("hub.connect.databases.shop.password", shop.password())
        .write(FILE, FLOW)
        .start();

    hub.append("order", "{\"number\": 17}");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(client.sql("select number from orders").query(Integer.class).list())
                    .containsExactly(17));
  }

  @Test
  void database_that_is_not_named_is_refused_with_the_line_to_add() {
    hub.write(FILE, FLOW).start();

    assertThat(hub.file(FILE).state()).isEqualTo(State.QUARANTINED);
    assertThat(hub.problem(FILE))
        .startsWith(FILE + ":9:")
        .contains("add to the configuration: hub.connect.databases.shop.url: jdbc:");
  }
}
