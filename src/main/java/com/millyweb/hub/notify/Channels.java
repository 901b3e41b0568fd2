package com.millyweb.hub.notify;

import com.millyweb.hub.chat.Conversation;
import com.millyweb.hub.config.ConfigurationProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Which targets a channel has. */
@Component
public class Channels {
  public static final String OPS = "ops";

  /** The conversation of the message that a flow handles; it is in no configuration. */
  public static final String REPLY = "reply";

  private final Map<String, List<Target>> channels = new TreeMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, Medium> media = new LinkedHashMap<>();

  @Autowired
  Channels(NotifyProperties properties, List<Medium> media) {
    media.forEach(medium -> this.media.put(medium.name(), medium));
    properties.channels().forEach(this::add);
    if (!channels.containsKey(OPS)) {
      addDefault(media);
    }
  }

  /** Without any. */
  Channels() {}

  /** The names of all channels, sorted. */
  public List<String> names() {
    return List.copyOf(channels.keySet());
  }

  public boolean contains(String channel) {
    return channels.containsKey(channel);
  }

  /**
   * @throws IllegalArgumentException when there is no such channel
   */
  public List<Target> targets(String channel) {
    List<Target> found = channels.get(channel);
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no channel '%s'; hub.notify.channels has %s"
              .formatted(channel, channels.keySet()));
    }
    return found;
  }

  /** The target with this id; null when the configuration has it no more. */
  public @Nullable Target target(String id) {
    return id.startsWith(REPLY + "/")
        ? conversation(id.substring(REPLY.length() + 1))
        : targets.get(id);
  }

  /**
   * The target that a conversation is, such as {@code telegram/4711} or {@code slack/C1/17.01}.
   *
   * @throws IllegalArgumentException when no medium reaches it
   */
  public Target conversation(String conversation) {
    Conversation place = Conversation.parse(conversation);
    Medium medium = media.get(place.medium());
    if (medium == null) {
      throw new IllegalArgumentException(
          "A conversation must be <medium>/<address> with a medium of %s, was: '%s'"
              .formatted(media.keySet(), conversation));
    }
    Target target = Target.reply(medium.name(), place.address());
    medium.check(target);
    return target;
  }

  private void add(String channel, List<NotifyProperties.TargetProperties> list) {
    if (channel.equals(REPLY)) {
      throw new ConfigurationProblem(
          "hub.notify.channels.reply: 'reply' is the conversation that a flow answers");
    }
    if (!channel.matches("[A-Za-z0-9_-]{1,100}")) {
      throw new ConfigurationProblem(
          "hub.notify.channels.%s: a channel's name must be 1 to 100 letters, digits, '-' and '_'"
              .formatted(channel));
    }
    if (list.isEmpty()) {
      throw new ConfigurationProblem(
          "hub.notify.channels.%s must have at least one target".formatted(channel));
    }
    List<Target> checked = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String key = "hub.notify.channels.%s[%d]".formatted(channel, i);
      String name = list.get(i).medium();
      Medium medium = media.get(name);
      if (medium == null) {
        throw new ConfigurationProblem(
            "%s.medium = %s: must be one of %s"
                .formatted(key, name, new TreeSet<>(media.keySet())));
      }
      checked.add(checked(key, Target.of(channel, list.get(i)), medium));
    }
    channels.put(channel, List.copyOf(checked));
  }

  private void addDefault(List<Medium> media) {
    List<Target> ops = new ArrayList<>();
    for (Medium medium : media) {
      if (medium.isReady()) {
        ops.add(checked("hub.notify." + medium.name(), Target.of(OPS, medium), medium));
      }
    }
    channels.put(OPS, List.copyOf(ops));
  }

  private Target checked(String key, Target target, Medium medium) {
    try {
      medium.check(target);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(key + ": " + e.getMessage(), e);
    }
    if (targets.putIfAbsent(target.id(), target) != null) {
      throw new ConfigurationProblem(
          "%s: '%s' is there twice; an address must tell targets of one medium apart"
              .formatted(key, target.id()));
    }
    return target;
  }
}
