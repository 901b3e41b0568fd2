/** The one Postgres that carries the hub, embedded or external, and the login that flows have. */
@NullMarked
package com.millyweb.hub.database;

import org.jspecify.annotations.NullMarked;
