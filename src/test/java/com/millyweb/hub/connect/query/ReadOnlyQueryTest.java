package com.millyweb.hub.connect.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.database.FlowDatabase;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.fixture.HubFixture;
import com.millyweb.hub.workbench.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code query:} reads, and whatever it is asked, nothing is changed and no bound is passed. */
class ReadOnlyQueryTest {
  private static final ReadOnlyQuery.Limits LIMITS =
      new ReadOnlyQuery.Limits(100, Duration.ofSeconds(2));

  private static @TempDir Path routes;
  private static HubFixture hub;
  private static TestDatabase shop;
  private static JdbcTemplate shopSql;

  @BeforeAll
  static void start() throws IOException {
    shop = TestDatabase.createEmpty();
    shopSql = new JdbcTemplate(shop.dataSource());
    shopSql.execute(
        """
        create table orders (number int primary key, customer text, total numeric, at timestamptz, data jsonb, tags text[], raw bytea);
        insert into orders values (1, 'Ann', 12.50, '2026-01-02 03:04:05Z', '{"a": [1, null]}', '{x,y}', '\\x00ff');
        insert into orders (number, customer) values (2, 'Bob''); drop table orders; --');
        """);
    Files.createDirectories(routes.resolve("tool"));
    Files.writeString(
        routes.resolve("tool/orders.camel.yaml"),
        """
        - route:
            id: tool.orders
            description: Finds the orders of a customer
            from:
              uri: ai-tool:orders
              parameters: {description: Finds orders, parameter.customer: string, parameter.number: string, readOnlyHint: true}
              steps:
                - to:
                    uri: query:shop
                    parameters:
                      sql: "select number, total from orders where customer = :who and number & 255 = :number"
                      value.who: "${body[customer]}"
                      value.number: "${body[number]}"
        """);
    hub =
        HubFixture.start(
            routes,
            Map.of(
                "hub.connect.databases.shop.url", shop.url(),
                "hub.connect.databases.shop.user", shop.user(),
                "hub.connect.databases.shop.password", shop.password()));
  }

  @AfterAll
  static void stop() {
    hub.close();
    shop.close();
  }

  private static Map<String, Object> ask(String database, String sql) throws SQLException {
    return ask(database, sql, Map.of());
  }

  private static Map<String, Object> ask(String database, String sql, Map<String, Object> values)
      throws SQLException {
    return new ReadOnlyQuery(hub.bean(QueryDatabases.class).find(database), LIMITS)
        .run(sql, values);
  }

  @Test
  void rows_are_maps_of_values_that_json_knows() throws Exception {
    Map<String, Object> read = ask("shop", "select * from orders where number = 1;");
    assertThat(read.get("columns"))
        .isEqualTo(List.of("number", "customer", "total", "at", "data", "tags", "raw"));
    assertThat(read.get("truncated")).isEqualTo(false);
    assertThat(String.valueOf(read.get("rows")))
        .startsWith("[{number=1, customer=Ann, total=12.50, at=2026-01-02")
        .endsWith("data={a=[1, null]}, tags={x,y}, raw=\\x00ff}]");
    assertThat(ask("shop", "select 1 as a, 2 as a").get("rows").toString())
        .isEqualTo("[{a=1, a_2=2}]");
  }

  @Test
  void values_stay_values() {
    assertThat(call("{\"customer\":\"Ann\",\"number\":\"1\"}"))
        .contains("\"rows\":[{\"number\":1,\"total\":12.50}]");
    assertThat(call("{\"customer\":\"Bob'); drop table orders; --\",\"number\":\"2\"}"))
        .contains("\"rows\":[{\"number\":2,\"total\":null}]");
    assertThat(call("{\"customer\":\"' or true --\",\"number\":\"1\"}")).contains("\"rows\":[]");
    assertThatThrownBy(() -> ask("shop", "select * from orders where number = :nope"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nope");
  }

  private static String call(String arguments) {
    return Http.asAdmin(hub)
        .post("/api/tools/orders", "{\"arguments\":%s}".formatted(arguments))
        .body();
  }

  @Test
  void more_than_the_limits_is_left_out_and_said() throws Exception {
    Map<String, Object> read = ask("hub", "select i from generate_series(1, 1000000) i");
    assertThat((List<?>) read.get("rows")).hasSize(100);
    assertThat(read.get("truncated")).isEqualTo(true);
    assertThat((List<?>) ask("hub", "select i from generate_series(1, 100) i").get("rows"))
        .hasSize(100);
    assertThat(ask("hub", "select i from generate_series(1, 100) i").get("truncated"))
        .isEqualTo(false);
    Map<String, Object> wide =
        ask("hub", "select repeat('x', 100000) x from generate_series(1, 100) i");
    assertThat((List<?>) wide.get("rows")).hasSize(10);
    assertThat(wide.get("truncated")).isEqualTo(true);
    // 200 MB take a while to be made
    var patient =
        new ReadOnlyQuery(
            hub.bean(QueryDatabases.class).find("hub"),
            new ReadOnlyQuery.Limits(100, Duration.ofSeconds(60)));
    assertThatThrownBy(() -> patient.run("select repeat('x', 200000000)", Map.of()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("maxResultBuffer");
    assertThatThrownBy(() -> ask("hub", "select pg_sleep(60)"))
        .hasMessageContaining("statement timeout");
    assertThatThrownBy(
            () ->
                ask(
                    "shop",
                    "select set_config('statement_timeout', '0', false), case when i > 60 then pg_sleep(60) end from generate_series(1, 100) i"))
        .hasMessageContaining("statement timeout");
    ask("shop", "select pg_advisory_lock(4711)");
    assertThat(shopSql.queryForObject("select pg_try_advisory_lock(4711)", Boolean.class)).isTrue();
    assertThat(ask("hub", "select 1 as again").get("rows").toString()).isEqualTo("[{again=1}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select 1; select 2",
        "select 1; commit; drop table orders",
        "delete from orders",
        "update orders set total = 0",
        "with gone as (delete from orders returning *) select * from gone",
        "select * from orders for update",
        "create table x (i int)",
        "drop table orders",
        "set transaction read write",
        "begin",
        "copy orders to stdout",
        "do $$ begin delete from orders; end $$",
        "call x()",
        "select 1 into x"
      })
  void only_one_statement_that_reads_is_asked(String sql) {
    assertThatThrownBy(() -> ask("shop", sql)).isInstanceOf(Exception.class);
    assertThat(shopSql.queryForObject("select count(*) from orders", Long.class)).isEqualTo(2);
  }

  /** And not by a number that counts what the hub writes before it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          selct 1 | syntax error at or near "selct", at 'selct 1'.
          select '\uD83D\uDC3E', totel from orders | column "totel" does not exist, at 'totel from orders'. Perhaps you meant
          select 1 from orders where number = :n and x | column "x" does not exist, at 'x'.
          select 1 + | syntax error at end of input
          """)
  void place_of_a_mistake_is_said_by_what_is_written_there(String sql, String words) {
    assertThatThrownBy(() -> ask("shop", sql, Map.of("n", 1)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(words);
  }

  /** Here the login has the rights, and the transaction holds. */
  @Test
  void function_that_writes_is_stopped_by_the_transaction() {
    shopSql.execute(
        """
        create or replace function wipe() returns int language plpgsql as $$
          begin delete from orders; return 1; end $$
        """);
    assertThatThrownBy(() -> ask("shop", "select wipe()"))
        .hasMessageContaining("read-only transaction");
    assertThatThrownBy(
            () -> ask("shop", "select set_config('transaction_read_only', 'off', true), wipe()"))
        .isInstanceOf(SQLException.class);
    assertThat(shopSql.queryForObject("select count(*) from orders", Long.class)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from public.event",
        "select * from public.delivery",
        "select * from public.role_login",
        "select * from public.api_token",
        "select public.role_login_create('read', 'x')",
        "select set_config('role', 'postgres', true)",
        "select pg_read_file('/etc/passwd')",
        "select lo_import('/etc/passwd')",
        "select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user",
        "select pg_advisory_lock(1)",
        "select rolpassword from pg_authid",
        "select query_to_xml('delete from flow.flow_silence', true, true, '')",
        "select dblink('', '')"
      })
  void the_hubs_own_is_not_shown(String sql) {
    assertThatThrownBy(() -> ask("hub", sql)).isInstanceOf(SQLException.class);
  }

  @Test
  void reader_sees_what_flows_keep_and_is_nobody_else() throws Exception {
    assertThat(ask("hub", "select current_user::text as me").get("rows").toString())
        .startsWith("[{me=hub_read_");
    assertThat(ask("hub", "select type from event_log limit 1").get("columns"))
        .isEqualTo(List.of("type"));
    new JdbcTemplate(hub.bean(FlowDatabase.class).dataSource())
        .execute("create table kept (n int); insert into kept values (7)");
    assertThat(ask("hub", "select n from kept").get("rows").toString()).isEqualTo("[{n=7}]");
    assertThatThrownBy(() -> ask("hub", "select nextval('kept_n_seq')"))
        .isInstanceOf(SQLException.class);
  }
}
