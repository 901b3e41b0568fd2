package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a system is.
 *
 * @param since when that began
 * @param checkedAt when it was asked last; null before the first answer
 * @param took how long that took; null when it gave no answer
 * @param critical whether the whole is down when this system is
 * @param detail what is wrong, without secrets; for operators only
 */
public record SystemHealth(
    String system,
    Level status,
    @Nullable Instant since,
    @Nullable Instant checkedAt,
    @Nullable Duration took,
    boolean critical,
    @Nullable String detail) {}
