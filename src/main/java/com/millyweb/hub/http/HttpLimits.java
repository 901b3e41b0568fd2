package com.millyweb.hub.http;

import java.time.Duration;

/**
 * What a route's HTTP call may cost.
 *
 * @param answer bytes of an answer, decoded; a longer one is a failure
 * @param whole of the call, to the last byte of its answer
 */
record HttpLimits(int answer, Duration whole) {}
