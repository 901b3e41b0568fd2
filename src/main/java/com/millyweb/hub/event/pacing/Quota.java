package com.millyweb.hub.event.pacing;

import org.jspecify.annotations.Nullable;

/**
 * What a delivery has of its subscription's {@code atMost}. Deliveries of a key are claimed one at
 * a time, so that what was counted at the claim holds until the delivery ends.
 *
 * @param key what it is counted under
 * @param excess why it must not pass; null while it may
 */
public record Quota(AtMost atMost, String key, @Nullable String excess) {}
