/** The {@code model:} component: a step of a route asks a model one question. */
@NullMarked
package com.millyweb.hub.model.endpoint;

import org.jspecify.annotations.NullMarked;
