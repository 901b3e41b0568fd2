package com.millyweb.hub.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event with the identity that the hub gives it. */
public record PendingEvent(
    UUID id,
    NewEvent event,
    @Nullable UUID cause,
    @Nullable Long causeDelivery,
    @Nullable String causeTraceparent,
    int hops) {}
