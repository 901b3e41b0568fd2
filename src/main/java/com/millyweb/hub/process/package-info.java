/** Processes beside the hub's own. */
@NullMarked
package com.millyweb.hub.process;

import org.jspecify.annotations.NullMarked;
