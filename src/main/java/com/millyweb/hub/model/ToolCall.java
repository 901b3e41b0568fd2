package com.millyweb.hub.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A model wants a tool to run.
 *
 * @param id the server's, or the hub's where the server gives none; unique in the answer
 * @param arguments JSON as the model wrote it, which may be broken
 */
public record ToolCall(String id, String name, String arguments) {
  /** The arguments as they are sent to a server: an empty object where they are no JSON object. */
  public ObjectNode sent() {
    return ModelJson.object(arguments);
  }
}
