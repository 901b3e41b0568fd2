/** The log on Postgres. The head of {@code V1__event.sql} tells its rules. */
@NullMarked
package com.millyweb.hub.event.postgres;

import org.jspecify.annotations.NullMarked;
