package com.millyweb.hub.http;

import com.millyweb.hub.camel.RouteValues;
import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.HubProperties;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Outgoing HTTP: one guard for the hub's own client and for the routes' {@code http:}. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  EgressGuard egressGuard(HubProperties properties, OwnPorts ownPorts) {
    List<EgressRule> rules = new ArrayList<>();
    List<String> allow = properties.egress().allow();
    for (int i = 0; i < allow.size(); i++) {
      try {
        rules.add(EgressRule.of(allow.get(i)));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationProblem("hub.egress.allow[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    return new EgressGuard(rules, ownPorts);
  }

  @Bean
  OutgoingHttp outgoingHttp(EgressGuard guard) {
    return new OutgoingHttp(guard);
  }

  @Bean
  GuardedSockets guardedSockets(EgressGuard guard) {
    return new GuardedSockets(guard);
  }

  /** Every Camel context takes an instance of its own, because it closes what it took. */
  @Bean("http-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  GuardedHttpComponent httpComponent(
      EgressGuard guard, RouteValues values, HubProperties properties) {
    return new GuardedHttpComponent(guard, values, properties.egress().maxAnswerBytes());
  }

  @Bean("https-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  GuardedHttpComponent httpsComponent(
      EgressGuard guard, RouteValues values, HubProperties properties) {
    return new GuardedHttpComponent(guard, values, properties.egress().maxAnswerBytes());
  }
}
