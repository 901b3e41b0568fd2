package com.millyweb.hub.route.check;

import com.millyweb.hub.camel.RouteText;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.notify.Channels;
import com.millyweb.hub.notify.holding.Hold;
import com.millyweb.hub.notify.wording.NoticePart;
import com.millyweb.hub.notify.wording.NoticeTemplate;
import com.millyweb.hub.route.check.RouteOutline.EndpointUse;
import com.millyweb.hub.route.check.RouteOutline.Role;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** A notice must go to a channel of the configuration. */
final class ChannelCheck {
  /** They are there without configuration. */
  private static final Set<String> ALWAYS = Set.of(Channels.OPS, Channels.REPLY);

  private static final String HOLD_TO = NoticePart.Kind.holdTo.name();

  private final Set<String> channels = new TreeSet<>(ALWAYS);

  ChannelCheck(Collection<String> configured) {
    channels.addAll(configured);
  }

  void check(RouteOutline outline) {
    for (EndpointUse use : outline.endpoints) {
      if (use.role() == Role.PRODUCER && use.scheme().equals("notify")) {
        check(use.path(), outline, Position.of(use.uri()));
        String holdTo = use.options().get(HOLD_TO);
        if (holdTo != null && !holdTo.equals(Hold.NOBODY)) {
          check(holdTo, outline, OptionCheck.position(use, HOLD_TO, outline));
        }
      }
    }
    outline
        .text
        .notices()
        .forEach(
            (name, content) -> {
              if (RouteText.isNotice(name)) {
                NoticeTemplate.checkChannel(content, channels)
                    .map(problem -> NoticeCheck.problem(outline.text.fileBeside(name), problem))
                    .ifPresent(outline.problems::add);
              }
            });
  }

  void check(String channel, RouteOutline outline, Position at) {
    if (!channel.contains("{{") && !channels.contains(channel)) {
      outline.error(
          at,
          "There is no channel '%s' in hub.notify.channels".formatted(channel),
          Nearest.to(channel, channels));
    }
  }
}
