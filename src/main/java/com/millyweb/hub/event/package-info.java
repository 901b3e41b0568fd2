/**
 * The log: append, subscribe, deliver, retry, dead-letter, replay. Doors append to it, flows,
 * senders and health live on it.
 */
@NullMarked
package com.millyweb.hub.event;

import org.jspecify.annotations.NullMarked;
