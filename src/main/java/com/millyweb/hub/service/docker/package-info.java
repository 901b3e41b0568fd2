/**
 * A Docker engine: what happens to its containers becomes events, and {@code container:} steps look
 * at them, start and stop them, and update them to newer images. All requests are among those of
 * the list in {@code compose/README.md}, so that a socket proxy can refuse everything else.
 */
@NullMarked
package com.millyweb.hub.service.docker;

import org.jspecify.annotations.NullMarked;
