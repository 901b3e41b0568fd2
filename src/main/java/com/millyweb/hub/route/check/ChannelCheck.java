package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** A notice must go to a channel of the configuration. */
final class ChannelCheck {
  /** They are there without configuration: reply is the conversation that a flow answers. */
  private static final Set<String> ALWAYS = Set.of("ops", "reply");

  private final Set<String> channels = new TreeSet<>(ALWAYS);

  ChannelCheck(ConfigurableEnvironment environment) {
    Binder.get(environment)
        .bind("hub.notify.channels", Bindable.mapOf(String.class, Object.class))
        .map(Map::keySet)
        .ifBound(channels::addAll);
  }

  void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      String channel = use.path();
      boolean named = use.role() == Role.PRODUCER && use.scheme().equals("notify");
      if (named && !channel.contains("{{") && !channels.contains(channel)) {
        outline.error(
            use.uri(),
            "There is no channel '%s' in hub.notify.channels".formatted(channel),
            Nearest.to(channel, channels));
      }
    }
  }
}
