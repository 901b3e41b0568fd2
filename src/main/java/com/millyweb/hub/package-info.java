/**
 * Where the hub starts, and what every noun needs: the database, secrets, the outgoing HTTP client.
 */
@NullMarked
package com.millyweb.hub;

import org.jspecify.annotations.NullMarked;
