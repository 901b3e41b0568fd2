package com.millyweb.hub.service.mcp;

/** A server was there and did not do what it was asked. */
final class McpRefusal extends Exception {
  private static final long serialVersionUID = 1;

  McpRefusal(String message) {
    super(message);
  }
}
