/**
 * What the steps of flows did: recorded for every attempt as cheaply as can be, and kept where the
 * attempt turns out to be worth it.
 *
 * <p>{@code event:} begins a {@link com.millyweb.hub.event.trace.TraceRun} with each attempt and
 * ends it; {@link com.millyweb.hub.event.trace.StepWatch} stands around every step of the live
 * context and tells the run, where there is one. {@link com.millyweb.hub.event.trace.TraceHistory}
 * reads what was kept.
 */
@NullMarked
package com.millyweb.hub.event.trace;

import org.jspecify.annotations.NullMarked;
