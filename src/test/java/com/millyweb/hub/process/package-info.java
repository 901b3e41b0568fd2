/** Processes of tests that come and go: their ports, and the Postgres that a hub leaves behind. */
@NullMarked
package com.millyweb.hub.process;

import org.jspecify.annotations.NullMarked;
