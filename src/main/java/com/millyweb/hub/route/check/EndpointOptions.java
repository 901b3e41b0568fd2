package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.Reach;
import java.util.function.Predicate;
import org.apache.camel.tooling.model.ComponentModel;

/** Which parameters of an endpoint are options of its component. */
public final class EndpointOptions {
  private EndpointOptions() {}

  /** Whether a parameter of that scheme's endpoints is an option. */
  public static Predicate<String> of(String scheme, Reach reach) {
    ComponentModel model = EndpointCatalogue.load(reach).model(scheme);
    return name ->
        model != null
            && model.getEndpointOptions().stream()
                .anyMatch(option -> option.getName().equals(name));
  }
}
