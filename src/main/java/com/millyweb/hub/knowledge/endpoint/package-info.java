/** The {@code knowledge:} component: what steps of routes do with documents and facts. */
@NullMarked
package com.millyweb.hub.knowledge.endpoint;

import org.jspecify.annotations.NullMarked;
