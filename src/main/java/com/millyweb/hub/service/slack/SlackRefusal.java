package com.millyweb.hub.service.slack;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a method of the Web API says no, {@code ok:false}.
 *
 * @param needed the scope that the bot lacks; empty for none
 * @param messages what is wrong with the request, as a list in JSON; empty for nothing
 */
record SlackRefusal(String error, String needed, String messages) {
  static SlackRefusal of(JsonNode answer) {
    JsonNode messages = answer.path("response_metadata").path("messages");
    return new SlackRefusal(
        answer.path("error").asText("unknown_error"),
        answer.path("needed").asText(""),
        messages.isEmpty() ? "" : messages.toString());
  }
}
