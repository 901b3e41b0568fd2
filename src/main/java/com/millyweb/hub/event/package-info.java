/**
 * The log: append, subscribe, deliver, retry, dead-letter, replay. Doors append to it, flows,
 * senders and health live on it.
 *
 * <p>What others use of it:
 *
 * <ul>
 *   <li>to append: {@code EventLog}, {@code NewEvent}, {@code Appended}, {@code
 *       EventLogUnavailable}; inside a flow {@code endpoint.EventSink}, and {@code
 *       endpoint.OptionText} for options that a message fills in
 *   <li>to hear what a flow made of an event: {@code endpoint.FlowListener}
 *   <li>to handle an {@code Event}: {@code PermanentFailure}, {@code AmbiguousFailure} and {@code
 *       RetryAfter} say how an attempt failed
 *   <li>to reload routes: {@code Subscriptions}, {@code Claims}, {@code TypePattern}
 *   <li>to stand in for the engine where routes are tested: {@code Deliveries}, {@code Delivery},
 *       {@code Effects}, {@code SubscriptionSpec}, {@code HopLimit}, {@code pacing}
 *   <li>to look: {@code history}, {@code trace.TraceHistory}, {@code endpoint.FlowSubscription},
 *       {@code backlog.EngineNumbers}, {@code StoreState}; in SQL the views {@code event_log} and
 *       {@code event_backlog}
 * </ul>
 *
 * <p>All else is public for the packages below this one: {@code postgres} stores, {@code endpoint}
 * is the Camel component {@code event:}, {@code pacing} says what comes together, how often, and
 * when.
 */
@NullMarked
package com.millyweb.hub.event;

import org.jspecify.annotations.NullMarked;
