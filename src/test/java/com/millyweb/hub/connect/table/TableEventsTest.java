package com.millyweb.hub.connect.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.text.Digest;
import com.millyweb.hub.workbench.Http;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What changes in the tables of another database becomes events, each change one. */
class TableEventsTest {
  private static final TestDatabase shop = TestDatabase.createEmpty();
  private static final JdbcTemplate sql = new JdbcTemplate(shop.dataSource());
  private static final TestDatabase log = TestDatabase.create();
  private static @TempDir Path routes;
  private static List<String> watched = List.of();
  private static HubFixture hub;

  @BeforeAll
  static void table() {
    sql.execute(
        "create schema crm; create table crm.orders (shop text, number bigint, total numeric, note text, primary key (shop, number))");
  }

  /** The hub runs on, for the next story. */
  @AfterEach
  void forget() {
    sql.execute(
        """
        set session_replication_role = replica; truncate crm.orders; reset session_replication_role;
        drop table if exists other, nope, crm.kept; delete from hub.outbox
        """);
    new JdbcTemplate(log.dataSource()).update("delete from event where type like 'shop.%'");
  }

  @AfterAll
  static void end() {
    stop();
    shop.close();
    log.close();
  }

  @Test
  void each_change_is_an_event_with_the_row_and_what_it_was() {
    start("crm.orders");
    sql.update("insert into crm.orders values ('nl', 7, 12.50, 'a')");
    sql.update("update crm.orders set total = 13");
    sql.update("update crm.orders set total = 13");
    sql.update("delete from crm.orders");
    sql.execute("truncate crm.orders");
    await("all four", () -> events().size() == 4);
    assertThat(events())
        .containsExactly(
            "shop.orders.inserted orders/nl/7 {\"table\":\"crm.orders\",\"key\":\"nl/7\",\"row\":{\"note\":\"a\",\"shop\":\"nl\",\"total\":12.50,\"number\":7}}",
            "shop.orders.updated orders/nl/7 {\"table\":\"crm.orders\",\"key\":\"nl/7\",\"row\":{\"note\":\"a\",\"shop\":\"nl\",\"total\":13,\"number\":7},\"before\":{\"total\":12.50}}",
            "shop.orders.deleted orders/nl/7 {\"table\":\"crm.orders\",\"key\":\"nl/7\",\"row\":{\"note\":\"a\",\"shop\":\"nl\",\"total\":13,\"number\":7}}",
            "shop.orders.truncated orders {\"table\":\"crm.orders\"}");
    await("the outbox", () -> waiting() == 0);
  }

  @Test
  void what_was_taken_back_is_no_event_and_a_row_that_is_too_large_says_so() {
    start("crm.orders");
    sql.execute("begin; insert into crm.orders values ('nl', 1); rollback");
    sql.update("insert into crm.orders values ('nl', 2, 0, repeat('x', 300000))");
    await("the second", () -> events().size() == 1);
    assertThat(events())
        .containsExactly(
            "shop.orders.inserted orders/nl/2 {\"table\":\"crm.orders\",\"key\":\"nl/2\",\"large\":true}");
  }

  @Test
  void rows_that_are_odd_become_events_and_those_behind_them_do_not_wait() {
    start("crm.orders");
    sql.update("insert into crm.orders values (repeat('k', 2000), 1)");
    sql.update("insert into crm.orders values ('digits', 2, repeat('9', 1500)::numeric)");
    sql.update("insert into crm.orders values ('nl', 3)");
    await("all three", () -> events().size() == 3);
    String subject = "orders/" + Digest.sha256Hex("k".repeat(2000) + "/1");
    assertThat(events().get(0))
        .startsWith(
            "shop.orders.inserted %s {\"table\":\"crm.orders\",\"key\":\"%s/1\",\"row\":{"
                .formatted(subject, "k".repeat(2000)));
    assertThat(events().get(1))
        .startsWith(
            "shop.orders.inserted orders/digits/2 {\"table\":\"crm.orders\",\"key\":\"digits/2\",\"unreadable\":\"Number")
        .contains("1500");
    assertThat(events().get(2)).startsWith("shop.orders.inserted orders/nl/3 ");
    await("the outbox", () -> waiting() == 0);
  }

  /** What only somebody else can have written there. */
  @Test
  void change_that_can_be_no_event_is_said_and_the_others_come_when_it_is_gone() {
    start("crm.orders");
    await("health", () -> health().contains("\"status\":\"up\""));
    sql.update("insert into hub.outbox (name, op) values ('crm.' || repeat('x', 2000), 'insert')");
    sql.update("insert into crm.orders values ('nl', 1)");
    await("health", () -> health().contains("shop: Event type must be dot-separated segments"));
    sql.update("delete from hub.outbox where name <> 'crm.orders'");
    await("the row", () -> events().size() == 1);
    await("health", () -> health().contains("\"status\":\"up\""));
  }

  @Test
  void rows_of_much_text_are_taken_a_few_at_a_time_and_all_come_in_their_order()
      throws SQLException {
    start("crm.orders");
    stop();
    sql.update(
        "insert into crm.orders select 'nl', i, 0, repeat('x', 200000) from generate_series(1, 100) i");
    try (Connection connection = shop.dataSource().getConnection()) {
      List<RowChange> taken = new Outbox(connection).take();
      assertThat(taken).extracting(RowChange::key).startsWith("nl/1", "nl/2");
      assertThat(taken.stream().mapToInt(change -> String.valueOf(change.after()).length()).sum())
          .isBetween(4 << 20, (4 << 20) + (256 << 10));
    }
    start("crm.orders");
    await("all", () -> waiting() == 0);
    assertThat(
            new JdbcTemplate(log.dataSource())
                .queryForList(
                    "select subject from event where type like 'shop.%' and length(data) > 200000 order by id",
                    String.class))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 100).mapToObj(i -> "orders/nl/" + i).toList());
  }

  /** Who writes the table has no right in the outbox. */
  @Test
  void writer_needs_no_right_of_the_outbox() {
    start("crm.orders");
    sql.execute(
        """
        create role writer_%1$s; grant usage on schema crm to writer_%1$s; grant insert on crm.orders to writer_%1$s;
        set role writer_%1$s; insert into crm.orders values ('nl', 3); reset role;
        drop owned by writer_%1$s; drop role writer_%1$s
        """
            .formatted(shop.url().replaceAll(".*_", "")));
    await("its row", () -> events().size() == 1);
  }

  @Test
  void changes_wait_while_the_hub_is_away_and_come_once_in_their_order() {
    start("crm.orders");
    stop();
    for (int i = 0; i < 1200; i++) {
      sql.update("insert into crm.orders values ('nl', ?)", i);
    }
    assertThat(waiting()).isEqualTo(1200);
    // as if the hub had died after it stored them, and before it removed them
    sql.execute("create table crm.kept as select * from hub.outbox");
    start("crm.orders");
    await("all", () -> waiting() == 0);
    assertThat(count()).isEqualTo(1200);
    sql.execute("insert into hub.outbox overriding system value select * from crm.kept");
    await("the repetition", () -> waiting() == 0);
    assertThat(count()).isEqualTo(1200);
    assertThat(
            new JdbcTemplate(log.dataSource())
                .queryForList(
                    "select subject from event where type like 'shop.%' order by id", String.class))
        .startsWith("orders/nl/0", "orders/nl/1")
        .endsWith("orders/nl/1199");
  }

  @Test
  void line_that_is_cut_loses_nothing_and_a_second_hub_takes_over() {
    start("crm.orders");
    HubFixture second = HubFixture.start(log, routes, properties("crm.orders"));
    try {
      for (int i = 0; i < 50; i++) {
        sql.update("insert into crm.orders values ('nl', ?)", i);
        if (i % 10 == 5) {
          sql.queryForList(
              "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())");
        }
      }
      await("all", () -> waiting() == 0);
      assertThat(count()).isEqualTo(50);
      hub.close();
      sql.update("insert into crm.orders values ('nl', 99)");
      await("the other hub", () -> count() == 51);
    } finally {
      hub.close();
      hub = second;
    }
  }

  @Test
  void table_that_is_named_no_more_is_left_alone_and_one_that_is_missing_is_said() {
    sql.execute("create table other (id int)");
    start("crm.orders", "other");
    sql.update("insert into other values (1)");
    await("the row", () -> events().size() == 1);
    start("crm.orders");
    await("its triggers", () -> triggers() == 2);
    sql.update("insert into other values (2)");
    assertThat(waiting()).isZero();
    start("crm.orders", "nope");
    await("health", () -> health().contains("shop: there is no table 'nope'"));
    sql.execute("create table nope (id int)");
    await("health", () -> health().contains("\"status\":\"up\""));
    sql.update("insert into nope values (1)");
    await("the row", () -> events().stream().anyMatch(event -> event.contains("shop.nope.ins")));
  }

  private static void start(String... tables) {
    if (hub == null || !watched.equals(List.of(tables))) {
      stop();
      watched = List.of(tables);
      hub = HubFixture.start(log, routes, properties(tables));
    }
    if (!List.of(tables).contains("nope")) {
      await("the triggers", () -> triggers() >= 2L * tables.length);
    }
  }

  private static void stop() {
    if (hub != null) {
      hub.close();
      hub = null;
    }
  }

  private static Map<String, String> properties(String... tables) {
    Map<String, String> properties = new HashMap<>();
    properties.put("hub.connect.databases.shop.url", shop.url());
    properties.put("hub.connect.databases.shop.user", shop.user());
    properties.put("hub.connect.databases.shop.password", shop.password());
    properties.put("hub.connect.databases.shop.tables", String.join(",", tables));
    properties.put("hub.health.interval", "1s");
    return properties;
  }

  private static String health() {
    return Http.asAdmin(hub).get("/health/tables").body();
  }

  private static long triggers() {
    Long count =
        sql.queryForObject("select count(*) from pg_trigger where tgname like 'hub_%'", Long.class);
    return count == null ? 0 : count;
  }

  private static long waiting() {
    Long count = sql.queryForObject("select count(*) from hub.outbox", Long.class);
    return count == null ? 0 : count;
  }

  private static long count() {
    Long count =
        new JdbcTemplate(log.dataSource())
            .queryForObject("select count(*) from event where type like 'shop.%'", Long.class);
    return count == null ? 0 : count;
  }

  private static List<String> events() {
    return new JdbcTemplate(log.dataSource())
        .queryForList(
            "select type || ' ' || subject || ' ' || convert_from(data, 'UTF8') from event where type like 'shop.%' order by id",
            String.class);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(40)).until(condition);
  }
}
