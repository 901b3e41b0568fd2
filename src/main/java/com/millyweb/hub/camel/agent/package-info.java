/** Files that say what an agent is, as the routes that they stand for. */
@NullMarked
package com.millyweb.hub.camel.agent;

import org.jspecify.annotations.NullMarked;
