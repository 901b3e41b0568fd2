package com.millyweb.hub.event;

import com.millyweb.hub.event.postgres.PostgresTransport;
import com.millyweb.hub.event.postgres.SubscriptionTable;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Puts the failpoint that {@code crash.point} names into a hub: it dies when it gets there for the
 * {@code crash.nth} time, or stops with {@code crash.action=stop}.
 */
public final class Failpoints
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Environment environment = context.getEnvironment();
    Failpoint point = environment.getProperty("crash.point", Failpoint.class);
    if (point != null) {
      var armed =
          new ArmedFailpoint(
              point,
              environment.getProperty("crash.action", "die").equals("stop"),
              environment.getProperty("crash.nth", Integer.class, 1));
      context.getBeanFactory().addBeanPostProcessor(new Arming(armed, context.getBeanFactory()));
    }
  }

  private record Arming(ArmedFailpoint armed, BeanFactory beans) implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof Transport
          ? new TransportUnderFault(
              new PostgresTransport(
                  armed.watch(beans.getBean(DataSource.class)),
                  armed.watch(beans.getBean(DataSource.class)),
                  beans.getBean(SubscriptionTable.class),
                  beans.getBean(EventIds.class)),
              armed::reach)
          : bean;
    }
  }
}
