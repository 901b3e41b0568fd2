/** What the shipped flows cannot say in YAML: an event in the shape that its notice file words. */
@NullMarked
package com.millyweb.hub.flow;

import org.jspecify.annotations.NullMarked;
