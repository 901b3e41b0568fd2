/** What the shipped flows cannot say in YAML: how an event reads as a notice. */
@NullMarked
package com.millyweb.hub.flow;

import org.jspecify.annotations.NullMarked;
