package com.millyweb.hub.event.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event at one subscription.
 *
 * @param type of the event; null, like source and subject, when retention has taken the event
 * @param runAt when it is, or was, due; null once finished
 * @param claims how often it was handed out
 * @param failures how many attempts failed
 * @param reason why it is dead, or ended without being done
 * @param error the last error
 */
public record DeliveryStatus(
    long id,
    String subscription,
    DeliveryState state,
    UUID event,
    @Nullable String type,
    @Nullable String source,
    @Nullable String subject,
    int claims,
    int failures,
    @Nullable String reason,
    @Nullable String error,
    @Nullable Instant runAt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {}
