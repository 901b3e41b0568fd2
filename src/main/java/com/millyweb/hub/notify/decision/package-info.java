/** Buttons of notices: what one carries, who may press it, what was decided. */
@NullMarked
package com.millyweb.hub.notify.decision;

import org.jspecify.annotations.NullMarked;
