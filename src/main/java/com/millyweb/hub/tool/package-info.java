/**
 * Routes with a contract: {@code from: ai-tool:<name>} says what a tool is called, what it takes
 * and what it may change; {@code to: ai-tool:<name>}, the API and agents call it.
 *
 * <p>Others use {@link com.millyweb.hub.tool.Tools} to list and to call, and {@link
 * com.millyweb.hub.tool.Tool} to read a contract. The names of the options are those of Camel
 * 4.22's component of that name, so that routes carry over.
 */
@NullMarked
package com.millyweb.hub.tool;

import org.jspecify.annotations.NullMarked;
