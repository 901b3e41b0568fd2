/** The {@code event:} component: routes receive events from the log and append to it. */
@NullMarked
package com.millyweb.hub.event.endpoint;

import org.jspecify.annotations.NullMarked;
