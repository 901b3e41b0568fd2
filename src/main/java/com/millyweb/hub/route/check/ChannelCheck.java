package com.millyweb.hub.route.check;

import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A notice must go to a channel of the configuration. */
final class ChannelCheck {
  /** They are there without configuration. */
  private static final Set<String> ALWAYS = Set.of(Channels.OPS, Channels.REPLY);

  private final Set<String> channels = new TreeSet<>(ALWAYS);

  ChannelCheck(Collection<String> configured) {
    channels.addAll(configured);
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
