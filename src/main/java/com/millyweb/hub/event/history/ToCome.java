package com.millyweb.hub.event.history;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that no flow has begun.
 *
 * @param runAt when it is, or was, due
 */
public record ToCome(UUID event, byte[] data, Instant runAt) {}
