/** What the hub's own steps have in common. */
@NullMarked
package com.millyweb.hub.camel.step;

import org.jspecify.annotations.NullMarked;
