/**
 * How every system of the stack is, now and over time: polled here, appended to the log on a
 * change, told by the flows that listen.
 */
@NullMarked
package com.millyweb.hub.health;

import org.jspecify.annotations.NullMarked;
