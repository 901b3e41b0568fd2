/** What a system of the hub implements so that its health is polled, shown and watched. */
@NullMarked
package com.millyweb.hub.health.probe;

import org.jspecify.annotations.NullMarked;
