package com.millyweb.hub.notify;

import com.millyweb.hub.Secret;
import org.jspecify.annotations.Nullable;

/**
 * One place that a channel tells.
 *
 * @param id {@code channel/medium} or {@code channel/medium/address}: keeps its meaning when a
 *     secret changes, and holds none
 */
record Target(
    String id,
    String channel,
    String medium,
    @Nullable String address,
    @Nullable Secret webhookUrl,
    @Nullable Secret token,
    Ambiguous ambiguous) {

  static Target of(String channel, NotifyProperties.TargetProperties properties) {
    String address = properties.address();
    String id = channel + "/" + properties.medium();
    return new Target(
        address == null ? id : id + "/" + address,
        channel,
        properties.medium(),
        address,
        properties.webhookUrl(),
        properties.token(),
        properties.ambiguous());
  }

  /** The target that a medium's own settings make. */
  static Target of(String channel, Medium medium) {
    return new Target(
        channel + "/" + medium.name(), channel, medium.name(), null, null, null, Ambiguous.retry);
  }

  /** A conversation, which a medium's own login reaches. */
  static Target reply(String medium, String address) {
    return new Target(
        "%s/%s/%s".formatted(Channels.REPLY, medium, address),
        Channels.REPLY,
        medium,
        address,
        null,
        null,
        Ambiguous.retry);
  }
}
