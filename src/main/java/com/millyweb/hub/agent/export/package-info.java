/** Tells a collector of OpenTelemetry about runs of agents, where one is configured. */
@NullMarked
package com.millyweb.hub.agent.export;

import org.jspecify.annotations.NullMarked;
