package com.millyweb.hub.connect.kafka;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.URISupport;

/**
 * What a route that begins at a topic leaves out. With Camel's own defaults records are lost: a
 * group of a new name at each start, offsets that are committed whether a record was taken or not,
 * and a record that is passed over when a commit fails.
 */
final class TopicOptions {
  private static final String GROUP = "groupId";
  private static final String COMMITS = "kafkaManualCommitFactory";
  private static final String COMMITS_AFTER =
      "org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory";

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "autoOffsetReset", "earliest",
          "autoCommitEnable", "false",
          "allowManualCommit", "true",
          "breakOnFirstError", "true",
          "pollOnError", "RECONNECT",
          // a broker whose name is not known yet is waited for
          "preValidateHostAndPort", "false");

  private TopicOptions() {}

  static void complete(Endpoint endpoint, String routeId) {
    var topic = (DefaultEndpoint) endpoint;
    Map<String, Object> missing = new HashMap<>(DEFAULTS);
    missing.put(GROUP, routeId);
    missing.put(COMMITS, commits(topic));
    missing.keySet().removeAll(written(topic.getEndpointUri()));
    CamelContext camel = topic.getCamelContext();
    var setters = ((DefaultComponent) topic.getComponent()).getEndpointPropertyConfigurer();
    missing.forEach((name, value) -> setters.configure(camel, topic, name, value, true));
  }

  /** Commits what a route has taken of a partition, when it has. */
  private static Object commits(Endpoint topic) {
    try {
      return topic
          .getClass()
          .getClassLoader()
          .loadClass(COMMITS_AFTER)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Component 'kafka' has no %s".formatted(COMMITS_AFTER), e);
    }
  }

  private static Set<String> written(String uri) {
    int question = uri.indexOf('?');
    if (question < 0) {
      return Set.of();
    }
    try {
      return URISupport.parseQuery(uri.substring(question + 1), false, true).keySet();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("The options of the URI cannot be read", e);
    }
  }
}
