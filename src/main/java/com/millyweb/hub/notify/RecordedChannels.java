package com.millyweb.hub.notify;

import com.millyweb.hub.notify.sending.OnAmbiguous;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every channel there may be, each with one target that reaches nobody: for tests of routes. */
public final class RecordedChannels extends Channels {
  /** Notices for these channels are events of type {@code notify.<medium>}. */
  public static final String MEDIUM = "recorded";

  @Override
  public boolean contains(String channel) {
    return true;
  }

  @Override
  public List<Target> targets(String channel) {
    return List.of(target(channel, null));
  }

  @Override
  public Target conversation(String conversation) {
    return target(REPLY, conversation);
  }

  /** The channel that a target belongs to. */
  public static String channel(String target) {
    return target.substring(0, target.indexOf('/'));
  }

  private static Target target(String channel, @Nullable String address) {
    String id = channel + "/" + MEDIUM;
    return new Target(
        address == null ? id : id + "/" + address,
        channel,
        MEDIUM,
        address,
        null,
        null,
        OnAmbiguous.retry);
  }
}
