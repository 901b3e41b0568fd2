/**
 * Connectors: what routes send to and receive from beyond the hub, each within the folders, hosts
 * and databases that the configuration names. Nothing of it is made before a route uses it.
 */
@NullMarked
package com.millyweb.hub.connect;

import org.jspecify.annotations.NullMarked;
