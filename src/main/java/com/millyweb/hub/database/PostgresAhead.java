package com.millyweb.hub.database;

import com.millyweb.hub.home.EarlyLock;
import com.millyweb.hub.home.HomeLock;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Starts the embedded Postgres before Spring makes its first bean: the two do not need each other
 * until the pool opens its connections. A home without a database is left alone, because a start
 * that fails for another reason should not fill it.
 */
public final class PostgresAhead
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Binder binder = Binder.get(context.getEnvironment());
    Path home = binder.bind("hub.home", Path.class).orElse(Path.of(".hub")).toAbsolutePath();
    boolean external = binder.bind("hub.db.url", String.class).isBound();
    if (!external && new PostgresFolder(home.resolve("postgres")).isInitialized()) {
      var lock = HomeLock.take(home);
      var starting = new StartingPostgres(home, lock);
      var beans = ((GenericApplicationContext) context).getDefaultListableBeanFactory();
      beans.registerSingleton("earlyLock", new EarlyLock(lock));
      beans.registerSingleton("startingPostgres", starting);
      beans.registerDisposableBean("startingPostgres", starting::close);
    }
  }
}
