package com.millyweb.hub.service.discord;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command or a press left for its answer.
 *
 * @param token is a secret, good for 15 min
 * @param deferred whether the first answer takes the place of "thinking…"
 */
record DiscordInteraction(String application, String token, boolean deferred) {

  /** Null when the door stored none. */
  static @Nullable DiscordInteraction of(Map<String, String> reply) {
    String application = reply.get("application");
    String token = reply.get("token");
    return application == null || token == null || !application.matches("[0-9]{1,20}")
        ? null
        : new DiscordInteraction(application, token, "true".equals(reply.get("deferred")));
  }

  /** As {@link #of} reads it. */
  Map<String, String> reply() {
    return deferred
        ? Map.of("application", application, "token", token, "deferred", "true")
        : Map.of("application", application, "token", token);
  }

  /** Below the API's base URL. */
  String path() {
    return "/webhooks/" + application + "/" + URLEncoder.encode(token, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "interaction of " + application;
  }
}
