package com.millyweb.hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.millyweb.hub.secret.Secret;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code sql:} of flows can do what it is for, and Postgres itself refuses everything else. */
class FlowDatabaseTest {
  private static final FlowDatabaseProperties MADE = new FlowDatabaseProperties(null, null);
  private static TestDatabase database;
  private static FlowDatabase flow;
  private static JdbcTemplate sql;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    // who is refused waits as long before it looks why
    database.dataSource().setConnectionTimeout(2000);
    flow = new FlowDatabase(database.dataSource(), MADE);
    sql = new JdbcTemplate(flow.dataSource());
  }

  @AfterAll
  static void stop() {
    flow.destroy();
    database.close();
  }

  @Test
  void a_flow_keeps_tables_of_its_own_and_reads_what_the_hub_shows() {
    sql.execute("create table thing (id int primary key, name text)");
    sql.update("insert into thing values (1, 'one')");
    assertThat(sql.queryForObject("select name from thing", String.class)).isEqualTo("one");
    sql.update(
        "insert into flow_silence (fingerprint, until, by) values ('f', now(), 'x')"
            + " on conflict (fingerprint) do update set until = excluded.until");
    assertThat(sql.queryForObject("select count(*) from event", Long.class)).isZero();
    assertThat(sql.queryForObject("select count(*) from delivery", Long.class)).isZero();
    assertThat(sql.queryForObject("select count(*) from subscription", Long.class)).isNotNegative();
    assertThat(sql.queryForObject("select count(*) from event_log", Long.class)).isZero();
    assertThat(sql.queryForObject("select count(*) from event_backlog", Long.class)).isZero();
    assertThat(sql.queryForObject("select current_user::text", String.class))
        .startsWith("hub_flow_");
  }

  @Test
  void nothing_of_a_session_outlives_the_step_that_made_it() {
    sql.execute("set statement_timeout = 0");
    sql.execute("set search_path = pg_temp");
    sql.execute("create temporary table left_behind (x int)");

    assertThat(sql.queryForObject("show statement_timeout", String.class)).isEqualTo("1min");
    assertThat(sql.queryForObject("show search_path", String.class)).isEqualTo("flow");
    assertThat(sql.queryForObject("select to_regclass('left_behind')::text", String.class))
        .isNull();
  }

  @Test
  void flow_that_spoils_its_login_locks_nobody_out() {
    sql.execute("alter role current_user set work_mem = '64kB'");
    sql.execute("alter role current_user password null");
    var another = new FlowDatabase(database.dataSource(), MADE);
    try {
      var again = new JdbcTemplate(another.dataSource());
      assertThat(again.queryForObject("select 1", Integer.class)).isOne();
      assertThat(
              again.queryForObject(
                  "select rolconfig::text from pg_roles where rolname = current_user",
                  String.class))
          .isNull();
    } finally {
      another.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy (select 1) to program 'id'",
        "copy (select 1) to '/tmp/flow-was-here'",
        "create table leak (x text); copy leak from '/etc/passwd'",
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('/')",
        "select pg_advisory_lock(4711)",
        "select pg_try_advisory_xact_lock_shared(1, 2)",
        "select lo_import('/etc/passwd')",
        "select rolpassword from pg_authid",
        "select * from pg_shadow",
        "select * from role_login",
        "select * from public.role_login",
        "select public.role_login_create('flow', 'x')",
        "select data from public.event",
        "select error from public.event_backlog",
        "select * from public.token",
        "select * from public.notice",
        "delete from delivery",
        "delete from event",
        "delete from event_backlog",
        "delete from event_log",
        "update public.subscription set state = 'parked'",
        "drop view flow.event",
        "create or replace view flow.event as select 1",
        "drop view flow.event_log",
        "create or replace view flow.event_log as select 1",
        "set role postgres",
        "reset role; select * from public.role_login",
        "set session authorization postgres",
        "reset session authorization; select * from public.role_login",
        "alter role current_user superuser",
        "alter role current_user createrole",
        "grant pg_read_server_files to current_user",
        "grant pg_execute_server_program to current_user",
        "create role another",
        "create database another",
        "create schema another",
        "create table public.another (x int)",
        "create function public.now() returns int language sql as 'select 1'",
        "create extension dblink",
        "create language plpython3u",
        "alter system set archive_command = 'id'",
        "create function f() returns int language c as '/lib/x86_64-linux-gnu/libc.so.6', 'system'",
        "create event trigger t on ddl_command_start execute function f()",
        "create subscription s connection 'host=127.0.0.1' publication p",
        "create server s foreign data wrapper file_fdw",
        "select set_config('role', 'postgres', false)",
        "alter table public.flow_alert add column x int",
        "truncate public.flow_alert",
        "do $$ begin lock table public.event; end $$",
        "do $$ begin execute 'select * from public.role_login'; end $$"
      })
  void postgres_refuses(String attempt) {
    assertThatThrownBy(() -> sql.execute(attempt))
        .rootCause()
        .message()
        .containsAnyOf(
            "permission denied",
            "must be owner",
            "must be superuser",
            "does not exist",
            "only roles with",
            "not available",
            "Only roles with",
            "cannot delete from view",
            "may ");
  }

  @Test
  void a_second_hub_of_the_database_uses_the_same_login() {
    var other = new FlowDatabase(database.dataSource(), MADE);
    assertThat(new JdbcTemplate(other.dataSource()).queryForObject("select 1", Integer.class))
        .isEqualTo(1);
    other.destroy();
  }

  @Test
  void a_role_that_was_lost_is_made_again() {
    try (var copy = TestDatabase.create()) {
      var first = new FlowDatabase(copy.dataSource(), MADE);
      first.dataSource();
      first.destroy();
      var hub = new JdbcTemplate(copy.dataSource());
      String role = hub.queryForObject("select role from role_login", String.class);
      hub.execute("drop owned by " + role);
      hub.execute("drop role " + role);
      var second = new FlowDatabase(copy.dataSource(), MADE);
      assertThat(
              new JdbcTemplate(second.dataSource())
                  .queryForObject("select count(*) from flow_alert", Long.class))
          .isZero();
      second.destroy();
    }
  }

  @Test
  void a_hub_that_may_not_make_roles_says_what_to_do_and_does_not_fall_back() {
    try (var foreign = TestDatabase.createEmpty()) {
      var admin = new JdbcTemplate(foreign.dataSource());
      admin.execute("drop role if exists plain_hub");
      admin.execute("create role plain_hub login password 'plain'");
      admin.execute("drop role if exists plain_flow");
      admin.execute("create role plain_flow login password 'flow'");
      String name = foreign.url().replaceFirst(".*/", "");
      admin.execute("alter database " + name + " owner to plain_hub");
      try (HikariDataSource hub = as(foreign, "plain_hub", "plain")) {
        org.flywaydb.core.Flyway.configure()
            .dataSource(hub)
            .locations("classpath:db/migration")
            .load()
            .migrate();
        var without = new FlowDatabase(hub, MADE);
        assertThatThrownBy(without::dataSource)
            .hasMessageContaining("plain_hub may not create roles")
            .hasMessageContaining("HUB_DB_FLOW_USER")
            .hasMessageContaining("HUB_DB_FLOW_PASSWORD");

        var given =
            new FlowDatabase(hub, new FlowDatabaseProperties("plain_flow", new Secret("flow")));
        DataSource source = given.dataSource();
        var jdbc = new JdbcTemplate(source);
        assertThat(jdbc.queryForObject("select current_user::text", String.class))
            .isEqualTo("plain_flow");
        assertThat(jdbc.queryForObject("select count(*) from flow_alert", Long.class)).isZero();
        assertThatThrownBy(() -> jdbc.execute("select * from public.event"))
            .rootCause()
            .hasMessageContaining("permission denied");
        given.destroy();

        var itself =
            new FlowDatabase(hub, new FlowDatabaseProperties("plain_hub", new Secret("plain")));
        assertThatThrownBy(itself::dataSource).hasMessageContaining("has powers of its own");
        admin.execute("grant plain_hub to plain_flow");
        var member =
            new FlowDatabase(hub, new FlowDatabaseProperties("plain_flow", new Secret("flow")));
        assertThatThrownBy(member::dataSource).hasMessageContaining("is a member of other roles");
      }
    }
  }

  private static HikariDataSource as(TestDatabase database, String user, String password) {
    var source = new HikariDataSource();
    source.setJdbcUrl(database.url());
    source.setUsername(user);
    source.setPassword(password);
    source.setMaximumPoolSize(2);
    source.setMinimumIdle(0);
    return source;
  }
}
