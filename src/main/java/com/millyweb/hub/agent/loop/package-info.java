/** The steps of a run, as the routes in {@code routes/agent} call them. */
@NullMarked
package com.millyweb.hub.agent.loop;

import org.jspecify.annotations.NullMarked;
