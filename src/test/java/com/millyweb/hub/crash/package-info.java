/** Kills, stops and starves whole hubs, and looks whether they kept their word. */
@NullMarked
package com.millyweb.hub.crash;

import org.jspecify.annotations.NullMarked;
