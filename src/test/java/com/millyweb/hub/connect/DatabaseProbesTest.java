package com.millyweb.hub.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.millyweb.hub.database.DatabaseFigures;
import com.millyweb.hub.database.TestDatabase;
import com.millyweb.hub.health.SystemHealth;
import com.millyweb.hub.health.Systems;
import com.millyweb.hub.health.probe.HealthProbe.Level;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The databases of the configuration are systems of the hub's health. */
class DatabaseProbesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestDatabase shop = TestDatabase.createEmpty();
  private final ConnectFixture hub = new ConnectFixture();

  @AfterEach
  void end() {
    hub.close();
    shop.close();
  }

  private void start(String name, String password) {
    String key = "hub.connect.databases." + name;
    hub.set(key + ".url", shop.url())
        .set(key + ".user", shop.user())
        .set(key + ".password", password)
        .set("hub.db.slow", "1s")
        .start();
  }

  private SystemHealth health(String system) {
    return hub.bean(Systems.class).find(system).orElseThrow();
  }

  @Test
  void database_that_lets_the_hub_in_is_up_and_its_size_is_a_metric() {
    start("Shop", shop.password());
    await().atMost(LONG).until(() -> health("database-shop").status() == Level.UP);
    assertThat(health("database-shop").took()).isPositive();
    assertThat(
            hub.bean(MeterRegistry.class)
                .get("hub.database.size")
                .tag("database", "Shop")
                .gauge()
                .value())
        .isGreaterThan(1 << 20);
  }

  @Test
  void database_with_a_transaction_that_was_left_open_is_degraded() throws SQLException {
    try (Connection left = shop.dataSource().getConnection();
        Connection asking = shop.dataSource().getConnection()) {
      left.setAutoCommit(false);
      left.createStatement().execute("select 1");
      await().until(() -> DatabaseFigures.read(asking, LONG).oldestSeconds() > 1);
      start("shop", shop.password());
      await().atMost(LONG).until(() -> health("database-shop").status() == Level.DEGRADED);
      assertThat(health("database-shop").detail()).startsWith("A transaction was left open for ");
      left.rollback();
    }
  }

  @Test
  void database_without_a_driver_is_down_and_its_url_is_not_told() {
    hub.set("hub.connect.databases.shop.url", "jdbc:nosuch://host/shop?password=canary").start();
    await().atMost(LONG).until(() -> health("database-shop").status() == Level.DOWN);
    assertThat(health("database-shop").detail())
        .contains("There is no driver for 'shop', whose url begins with jdbc:nosuch")
        .doesNotContain("canary");
  }

  @Test
  void database_that_refuses_the_password_is_down_and_the_password_is_not_told() {
    start("shop", "canary-of-the-shop");
    await().atMost(LONG).until(() -> health("database-shop").status() == Level.DOWN);
    assertThat(health("database-shop").detail())
        .contains("password authentication failed")
        .doesNotContain("canary");
  }
}
