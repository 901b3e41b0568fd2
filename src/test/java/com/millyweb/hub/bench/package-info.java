/** Measures the hub as its users run it: the jar, over HTTP, beside the machine's own limits. */
@NullMarked
package com.millyweb.hub.bench;

import org.jspecify.annotations.NullMarked;
