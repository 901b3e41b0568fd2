/**
 * Runs of agents: a model is asked, calls tools, and is asked again, until it answers.
 *
 * <p>A run is a row and each step is an event, so that it survives whatever happens to a hub. What
 * an agent is stands in {@code routes/agent/<name>.agent.yaml}, and its loop in the routes beside
 * it.
 *
 * <ul>
 *   <li>to begin, look at and end runs: {@code Runs}, {@code NewRun}, {@code Agents}, {@code
 *       RunSignals}
 *   <li>{@code loop} is what the routes call, {@code journal} its tables, {@code policy} says what
 *       may be done without a person, {@code endpoint} is the component {@code agent:}
 * </ul>
 */
@NullMarked
package com.millyweb.hub.agent;

import org.jspecify.annotations.NullMarked;
