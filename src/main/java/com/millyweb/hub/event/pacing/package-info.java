/**
 * How a subscription paces its events: collects those of a key into one list, limits how many of a
 * key pass in a time, begins in the past; and how a flow takes back what is still to come.
 */
@NullMarked
package com.millyweb.hub.event.pacing;

import org.jspecify.annotations.NullMarked;
