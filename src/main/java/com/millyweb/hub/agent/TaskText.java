package com.millyweb.hub.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Data as a model reads it. */
public final class TaskText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TaskText() {}

  /**
   * @throws IllegalArgumentException when it cannot be JSON
   */
  public static String of(Object data) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "What an agent is asked cannot be JSON: " + e.getOriginalMessage(), e);
    }
  }
}
