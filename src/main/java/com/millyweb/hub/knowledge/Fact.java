package com.millyweb.hub.knowledge;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody told the hub to remember.
 *
 * @param eventId the event whose flow wrote it
 * @param by who sent that
 */
public record Fact(
    String name,
    String text,
    @Nullable UUID eventId,
    @Nullable String by,
    OffsetDateTime createdAt,
    OffsetDateTime changedAt) {}
