/**
 * Incoming HTTP below doors and API: whom the public port lets in, how slow senders are borne, what
 * is refused before Spring sees it.
 */
@NullMarked
package com.millyweb.hub.server;

import org.jspecify.annotations.NullMarked;
