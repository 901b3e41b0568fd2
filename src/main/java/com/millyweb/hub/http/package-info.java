/**
 * Outgoing HTTP: the hub's own client and the routes' {@code http:}, both behind one guard that
 * decides where they may connect.
 */
@NullMarked
package com.millyweb.hub.http;

import org.jspecify.annotations.NullMarked;
