/** What the shipped flows can not say in YAML: how an event reads as a notice. */
@NullMarked
package com.millyweb.hub.flow;

import org.jspecify.annotations.NullMarked;
