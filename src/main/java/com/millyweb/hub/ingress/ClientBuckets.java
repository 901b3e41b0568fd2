package com.millyweb.hub.ingress;

import com.millyweb.hub.http.AddressBlock;
import java.util.concurrent.ConcurrentHashMap;

/** A token bucket per client address, for a bounded number of addresses. */
final class ClientBuckets {
  private static final int MOST = 10_000;

  private final ConcurrentHashMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final Rate rate;
  private final TokenBucket others;

  ClientBuckets(Rate rate, long now) {
    this.rate = rate;
    others = new TokenBucket(rate, now);
  }

  /** Takes a token of the address. Returns 0, or the milliseconds until there is one. */
  long take(String client, long now) {
    String address = AddressBlock.subscriber(client);
    TokenBucket bucket = buckets.get(address);
    if (bucket == null) {
      if (buckets.size() >= MOST) {
        buckets.values().removeIf(idle -> idle.isFull(now));
      }
      bucket =
          buckets.size() >= MOST
              ? others
              : buckets.computeIfAbsent(address, unknown -> new TokenBucket(rate, now));
    }
    return bucket.take(now);
  }
}
