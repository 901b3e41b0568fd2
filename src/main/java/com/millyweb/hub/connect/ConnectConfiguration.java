package com.millyweb.hub.connect;

import com.millyweb.hub.camel.Reach;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.connect.component.AddedComponents;
import com.millyweb.hub.connect.component.ComponentProperties;
import com.millyweb.hub.connect.feed.Feeds;
import com.millyweb.hub.connect.ftp.GuardedFtp;
import com.millyweb.hub.connect.kafka.TopicPolicies;
import com.millyweb.hub.connect.mqtt.MqttComponent;
import com.millyweb.hub.connect.websocket.WebSocketComponent;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.http.EgressCheck;
import com.millyweb.hub.http.GuardedSockets;
import com.millyweb.hub.http.OutgoingHttp;
import org.apache.camel.Component;
import org.apache.camel.spi.RoutePolicyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

/**
 * Camel finds a component by the name of a bean first; those below are made when the first route
 * names them. Their types say {@code Component}, so that no class of theirs is loaded before.
 */
@Configuration(proxyBeanMethods = false)
class ConnectConfiguration {

  @Bean
  static AddedComponents addedComponents(HubProperties hub, ComponentProperties properties) {
    return AddedComponents.of(hub.home(), properties.components());
  }

  @Bean
  static Troubles connectTroubles() {
    return new Troubles();
  }

  @Bean
  static Databases connectDatabases(ConnectProperties properties) {
    return new Databases(properties.databases());
  }

  @Bean
  static Reach reach(
      HubProperties hub,
      ConnectProperties properties,
      AddedComponents added,
      ObjectProvider<GuardedSockets> sockets,
      Databases databases,
      Troubles troubles) {
    return new Connectors(
        properties,
        added,
        EgressCheck.of(hub.egress().allow()),
        sockets.getObject(),
        databases::find,
        troubles);
  }

  @Bean
  @Lazy
  Handover handover(ObjectProvider<EventLog> log) {
    return new Handover(log::getObject);
  }

  @Bean
  static RoutePolicyFactory topicPolicies(ObjectProvider<Handover> handover, Troubles troubles) {
    return new TopicPolicies(handover::getObject, troubles);
  }

  @Bean("paho-mqtt5-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component mqtt(GuardedSockets sockets, Handover handover, HubProperties hub) {
    return new MqttComponent(sockets, handover, () -> Identity.of(hub.home()));
  }

  @Bean("websocket-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component webSocket(GuardedSockets sockets, Handover handover) {
    return WebSocketComponent.of(sockets, handover);
  }

  @Bean("file-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component files() {
    return new GuardedFiles();
  }

  @Bean("ftp-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component ftp(GuardedSockets sockets) {
    return GuardedFtp.ftp(sockets);
  }

  @Bean("ftps-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component ftps(GuardedSockets sockets) {
    return GuardedFtp.ftps(sockets);
  }

  @Bean("rss-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component rss(OutgoingHttp http) {
    return Feeds.rss(http);
  }

  @Bean("atom-component")
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  Component atom(OutgoingHttp http) {
    return Feeds.atom(http);
  }
}
