/**
 * The {@code agent:} component: a file that says what an agent is begins there, a flow that wants
 * one sends there.
 */
@NullMarked
package com.millyweb.hub.agent.endpoint;

import org.jspecify.annotations.NullMarked;
