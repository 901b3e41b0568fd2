package com.millyweb.hub.event;

import com.millyweb.hub.database.Sql;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The one point at which this process dies, or stops. */
final class ArmedFailpoint {
  private static final Map<String, Failpoint> STATEMENTS =
      Map.of(
          Sql.read("event/append"), Failpoint.SETTLING,
          Sql.read("event/collect"), Failpoint.BINDING,
          Sql.read("event/passed"), Failpoint.COUNTING,
          Sql.read("event/cancel"), Failpoint.CANCELLING);

  private static final int KILLED = 137;

  private final Failpoint point;
  private final boolean stop;
  private final AtomicInteger left;

  /**
   * @param stop as SIGSTOP does, instead of dying
   * @param nth how often it must be reached
   */
  ArmedFailpoint(Failpoint point, boolean stop, int nth) {
    this.point = point;
    this.stop = stop;
    this.left = new AtomicInteger(nth);
  }

  void reach(Failpoint reached) {
    if (reached != point || left.decrementAndGet() != 0) {
      return;
    }
    if (!stop) {
      // as kill -9: nothing of ours runs after it
      Runtime.getRuntime().halt(KILLED);
    }
    try {
      new ProcessBuilder("kill", "-STOP", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("The hub could not stop itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Transactions have points between their statements. */
  DataSource watch(DataSource dataSource) {
    return new DelegatingDataSource(dataSource) {
      @Override
      public Connection getConnection() throws SQLException {
        return watch(super.getConnection());
      }
    };
  }

  private Connection watch(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (isOn("hub-settle") || isOn("hub-claim")) {
                pass(method.getName(), arguments);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void pass(String method, Object @Nullable [] arguments) {
    if (method.equals("commit") && isOn("hub-settle")) {
      reach(Failpoint.UNCOMMITTED);
    } else if (method.equals("prepareStatement") && arguments != null) {
      Failpoint before = STATEMENTS.get(String.valueOf(arguments[0]));
      if (before != null) {
        reach(before);
      }
    }
  }

  /** Others have transactions, too. */
  private static boolean isOn(String thread) {
    return Thread.currentThread().getName().startsWith(thread);
  }
}
