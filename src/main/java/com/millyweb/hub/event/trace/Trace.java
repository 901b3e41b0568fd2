package com.millyweb.hub.event.trace;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt at a delivery did.
 *
 * @param claim which claim of the delivery it was, from 1
 * @param route the group of the subscription
 * @param tookMicros until the flow ended
 * @param file the route file; null for a route in Java
 * @param version SHA-256 of the route file that ran
 * @param omitted how many steps are left out between the first and the last ones
 */
public record Trace(
    long delivery,
    UUID event,
    int claim,
    String route,
    TraceKept kept,
    Instant startedAt,
    long tookMicros,
    @Nullable String file,
    @Nullable String version,
    int omitted,
    List<TraceStep> steps) {}
