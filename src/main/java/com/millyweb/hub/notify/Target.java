package com.millyweb.hub.notify;

import com.millyweb.hub.notify.sending.OnAmbiguous;
import com.millyweb.hub.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * One place that a channel tells.
 *
 * @param id {@code channel/medium} or {@code channel/medium/address}: keeps its meaning when a
 *     secret changes, and holds none
 */
public record Target(
    String id,
    String channel,
    String medium,
    @Nullable String address,
    @Nullable Secret webhookUrl,
    @Nullable Secret token,
    OnAmbiguous ambiguous) {

  public static Target of(String channel, NotifyProperties.TargetProperties properties) {
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
  public static Target of(String channel, Medium medium) {
    return new Target(
        channel + "/" + medium.name(), channel, medium.name(), null, null, null, OnAmbiguous.retry);
  }

  /** A conversation, which a medium's own login reaches. */
  public static Target reply(String medium, String address) {
    return new Target(
        "%s/%s/%s".formatted(Channels.REPLY, medium, address),
        Channels.REPLY,
        medium,
        address,
        null,
        null,
        OnAmbiguous.retry);
  }
}
