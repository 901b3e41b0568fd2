/** RSS and Atom: each new entry of a feed once. */
@NullMarked
package com.millyweb.hub.connect.feed;

import org.jspecify.annotations.NullMarked;
