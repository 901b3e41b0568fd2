/** What tools tell of the event log: what happened, and what was given up. */
@NullMarked
package com.millyweb.hub.tool.log;

import org.jspecify.annotations.NullMarked;
