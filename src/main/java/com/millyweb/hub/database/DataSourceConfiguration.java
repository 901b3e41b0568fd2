package com.millyweb.hub.database;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.home.HomeLock;
import com.millyweb.hub.secret.Redaction;
import com.millyweb.hub.secret.Secret;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The one Postgres that carries the hub: an external one where configured, else the embedded one.
 */
@Configuration(proxyBeanMethods = false)
class DataSourceConfiguration {
  /**
   * Two appenders, two settlers, claims and reads; Postgres gains nothing from more on a small
   * machine.
   */
  private static final int CONNECTIONS = 16;

  /** A door answers 503 after this long without a connection; its senders give up at 10 s. */
  private static final long CONNECTION_TIMEOUT_MS = 3_000;

  /**
   * A hub that hangs inside a transaction holds the locks of its ordered subscriptions, and every
   * other hub of the database waits for them. It loses them after this long, and what else of it
   * waits for them gives up before, so that they do not go from one of its connections to the next.
   */
  private static final String LET_GO =
      "set idle_in_transaction_session_timeout = '5s'; set lock_timeout = '4s'";

  @Bean(destroyMethod = "close")
  @Lazy
  EmbeddedPostgres embeddedPostgres(
      HubProperties properties, HomeLock lock, ObjectProvider<StartingPostgres> starting) {
    StartingPostgres ahead = starting.getIfAvailable();
    return ahead == null
        ? EmbeddedPostgres.start(properties.home().toAbsolutePath(), lock)
        : ahead.take();
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(HubProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
    var source = new HikariDataSource();
    source.setPoolName("hub");
    source.setMaximumPoolSize(CONNECTIONS);
    source.setMinimumIdle(4);
    source.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    source.setValidationTimeout(1_000);
    source.setConnectionInitSql(LET_GO);
    source.addDataSourceProperty("ApplicationName", "hub");
    source.addDataSourceProperty("reWriteBatchedInserts", "true");
    source.addDataSourceProperty("tcpKeepAlive", "true");
    // a database that hangs must not hang the hub
    source.addDataSourceProperty("socketTimeout", "60");
    source.addDataSourceProperty("connectTimeout", "3");
    var db = properties.db();
    if (db.url() == null) {
      EmbeddedPostgres server = embedded.getObject();
      source.setJdbcUrl(server.url());
      source.setUsername(EmbeddedPostgres.USER);
      source.setPassword(server.password());
      Redaction.instance().learn(new Secret(server.password()));
    } else {
      DatabaseUrl url = DatabaseUrl.of(db);
      Secret password = url.password();
      if (password != null) {
        Redaction.instance().learn(password);
      }
      new FirstConnection(url).check();
      source.setJdbcUrl(url.jdbc());
      source.setUsername(url.user());
      source.setPassword(password == null ? null : password.reveal());
    }
    return source;
  }
}
