/** How much lies in the event engine, as numbers for metrics and as a system for health. */
@NullMarked
package com.millyweb.hub.event.backlog;

import org.jspecify.annotations.NullMarked;
