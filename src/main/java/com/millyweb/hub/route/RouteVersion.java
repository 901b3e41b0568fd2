package com.millyweb.hub.route;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file that ran, or the end of it.
 *
 * @param verdict {@code applied} or {@code removed}
 * @param source where it came from: {@code file}, or {@code packaged}
 * @param notices the notice files that it named, by name
 * @param diff unified, against the version before it
 * @param backtest what it would have done with the events of the days before; null while that is
 *     not known, and where it replaced nothing
 */
public record RouteVersion(
    long id,
    String file,
    Instant at,
    String verdict,
    String source,
    @Nullable String hash,
    @Nullable String content,
    SortedMap<String, String> notices,
    String diff,
    @Nullable String backtest) {}
