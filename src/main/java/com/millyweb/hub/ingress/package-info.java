/**
 * Doors: verify, normalise, append an event, answer. Nothing else happens in a door; what it
 * stored, {@code event} delivers.
 */
@NullMarked
package com.millyweb.hub.ingress;

import org.jspecify.annotations.NullMarked;
