package com.millyweb.hub.event;

import com.millyweb.hub.event.pacing.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one subscription, claimed by this hub; or a set of them, which is begun
 * and ended as one.
 *
 * @param id stays the same over all attempts
 * @param token of the claim; a statement with another token changes nothing
 * @param lane what it is kept in order with; null without order
 * @param claims how often it was claimed, this time included
 * @param failures how many attempts failed before this one
 * @param event the first one of a set
 * @param collected all events of a set in their order, the first one included; empty for a
 *     subscription that does not collect
 * @param quota what it has of its subscription's limit; null without one
 */
public record Delivery(
    long id,
    long token,
    int subscription,
    @Nullable String lane,
    int claims,
    int failures,
    Event event,
    List<Event> collected,
    @Nullable Quota quota) {

  public Delivery(
      long id,
      long token,
      int subscription,
      @Nullable String lane,
      int claims,
      int failures,
      Event event) {
    this(id, token, subscription, lane, claims, failures, event, List.of(), null);
  }

  /** The claim that it was handed out by; the same delivery may be handed out again later. */
  public Lease lease() {
    return new Lease(id, token);
  }

  public Delivery with(List<Event> collected) {
    return new Delivery(
        id, token, subscription, lane, claims, failures, event, List.copyOf(collected), quota);
  }

  public Delivery with(Quota quota) {
    return new Delivery(id, token, subscription, lane, claims, failures, event, collected, quota);
  }

  /** How far the event is from the outside; of a set, the one that is farthest. */
  public int hops() {
    int hops = event.hops();
    for (Event other : collected) {
      hops = Math.max(hops, other.hops());
    }
    return hops;
  }
}
