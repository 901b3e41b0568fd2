/**
 * The hub as an MCP server: its tools and agents at {@code /mcp} of the public port, for the
 * token's scope.
 *
 * <p>One endpoint serves both eras of the protocol: 2026-07-28, where every request stands for
 * itself, and 2025-11-25 with its forerunner, which begin with {@code initialize}. Nothing is kept
 * between two requests but the calls that are under way. The protocol's Java SDK is not used: it
 * speaks the older era only, and would bring a second way of threads (Reactor) and of JSON along.
 */
@NullMarked
package com.millyweb.hub.workbench.mcp;

import org.jspecify.annotations.NullMarked;
