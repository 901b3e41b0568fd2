/**
 * What happened, for people: events, deliveries, attempts and dead letters, and the verbs to repeat
 * them. Reads run beside the engine, on few connections and for a bounded time.
 */
@NullMarked
package com.millyweb.hub.event.history;

import org.jspecify.annotations.NullMarked;
