package com.millyweb.hub.event.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that did not finish its delivery.
 *
 * @param claim which claim of the delivery it was, from 1
 * @param outcome failed, paused, timeout, lost, ambiguous, dead or returned
 */
public record AttemptStatus(
    long delivery,
    int claim,
    String outcome,
    @Nullable String error,
    @Nullable Instant startedAt,
    Instant endedAt) {}
