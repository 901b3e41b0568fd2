/** The configuration: where it comes from, what it may hold, and how a mistake in it is told. */
@NullMarked
package com.millyweb.hub.config;

import org.jspecify.annotations.NullMarked;
