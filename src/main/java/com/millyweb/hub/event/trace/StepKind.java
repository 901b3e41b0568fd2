package com.millyweb.hub.event.trace;

import java.util.Set;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * What is known of a step before it runs.
 *
 * @param contains whether it has steps of its own, which tell what they changed themselves
 * @param runsCode whether it can change a map in place
 * @param sends whether it hands the message to an endpoint
 */
record StepKind(StepName name, boolean contains, boolean runsCode, boolean sends) {
  /** Endpoints that are parts of the hub, or other routes. */
  private static final Set<String> INSIDE =
      Set.of("event", "notify", "agent", "direct", "seda", "log", "mock", "bean", "class", "timer");

  static StepKind of(NamedNode node) {
    String uri = node instanceof SendDefinition<?> send ? send.getEndpointUri() : "";
    String scheme = scheme(uri);
    boolean contains =
        node instanceof ProcessorDefinition<?> definition && !definition.getOutputs().isEmpty()
            || scheme.equals("direct");
    boolean runsCode =
        node instanceof BeanDefinition
            || node instanceof ProcessDefinition
            || scheme.equals("bean")
            || scheme.equals("class");
    boolean sends =
        node instanceof SendDefinition
            || node instanceof ToDynamicDefinition
            || node instanceof EnrichDefinition
            || node instanceof PollEnrichDefinition;
    return new StepKind(new StepName(node), contains, runsCode, sends);
  }

  static boolean isOutside(String uri) {
    return !INSIDE.contains(scheme(uri));
  }

  private static String scheme(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? "" : uri.substring(0, colon);
  }
}
