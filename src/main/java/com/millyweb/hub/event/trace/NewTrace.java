package com.millyweb.hub.event.trace;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Trace} that is to be written.
 *
 * @param steps JSON of {@link TraceStep}s that Postgres can store
 */
record NewTrace(
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
    String steps) {}
