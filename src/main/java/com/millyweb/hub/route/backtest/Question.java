package com.millyweb.hub.route.backtest;

import com.millyweb.hub.camel.RouteText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which file is run on which past.
 *
 * @param needed the policies, and the files that it calls by {@code direct:}
 * @param since inclusive
 * @param until exclusive
 * @param most events, the newest ones
 * @param gentle whether the hub's own work goes first
 */
public record Question(
    RouteText text,
    List<RouteText> needed,
    Instant since,
    Instant until,
    int most,
    Duration time,
    boolean gentle) {}
