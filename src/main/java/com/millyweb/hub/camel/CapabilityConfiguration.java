package com.millyweb.hub.camel;

import com.millyweb.hub.database.FlowDatabase;
import org.apache.camel.CamelContext;
import org.apache.camel.ContextEvents;
import org.apache.camel.spi.StartupConditionStrategy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.spring.spi.CamelBeanPostProcessor;
import org.apache.camel.support.ResetableClock;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes the Camel context as Camel's own configuration does, with capabilities. */
@Configuration(proxyBeanMethods = false)
class CapabilityConfiguration {

  @Bean
  static KnownBeans knownBeans(ListableBeanFactory factory) {
    return KnownBeans.of(factory);
  }

  @Bean
  static BeanFactoryPostProcessor formerBeanNames(KnownBeans beans) {
    return factory ->
        beans.aliases().forEach((former, name) -> factory.registerAlias(name, former));
  }

  @Bean
  static RouteValues routeValues(Environment environment) {
    return RouteValues.of(environment);
  }

  @Bean
  static Capabilities capabilities(
      ApplicationContext spring,
      RouteValues values,
      KnownBeans beans,
      ObjectProvider<FlowDatabase> database,
      Reach reach) {
    return new Capabilities(
        values,
        beans::isBean,
        new ApplicationContextBeanRepository(spring),
        () -> database.getObject().dataSource(),
        reach);
  }

  /**
   * What {@code CamelAutoConfiguration.camelContext} does; it has no place to put another class.
   */
  @Bean(destroyMethod = "")
  static CamelContext camelContext(
      ApplicationContext spring,
      CamelConfigurationProperties configuration,
      CamelBeanPostProcessor beans,
      StartupConditionStrategy startup,
      Capabilities capabilities)
      throws Exception {
    var clock = new ResetableClock();
    var controller = new CamelSpringBootApplicationController(spring);
    var context = new HubCamelContext(spring, controller, capabilities);
    context.getClock().add(ContextEvents.BOOT, clock);
    controller.setCamelContext(context);
    beans.setCamelContext(context);
    var extension = context.getCamelContextExtension();
    extension.addContextPlugin(CamelBeanPostProcessor.class, beans);
    extension.addContextPlugin(StartupConditionStrategy.class, startup);
    CamelAutoConfiguration.doConfigureCamelContext(spring, context, configuration, controller);
    capabilities.limit(context);
    return context;
  }
}
