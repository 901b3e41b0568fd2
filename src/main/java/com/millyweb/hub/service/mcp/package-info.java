/**
 * Other MCP servers, whose tools become tools of the hub. What they say of their tools is not
 * trusted: their tools reach outside and may destroy unless the configuration says that they only
 * read, and one whose words or schema change is withheld until an operator accepts it.
 */
@NullMarked
package com.millyweb.hub.service.mcp;

import org.jspecify.annotations.NullMarked;
