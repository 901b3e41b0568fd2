package com.millyweb.hub.workbench.mcp;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hub as an MCP server.
 *
 * @param confirm which calls of its tools a client must ask its person about
 */
@ConfigurationProperties("hub.mcp")
record McpProperties(@DefaultValue("destructive") Confirm confirm) {
  /** Which calls need a person's yes, as models drive the clients. */
  enum Confirm {
    /** Those of tools that may destroy something. */
    DESTRUCTIVE,
    NEVER
  }
}
