package com.millyweb.hub.service.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How Discord says no. Everything may be missing, because something in between may have answered.
 *
 * @param isOwn whether it has a code, which only Discord itself has
 * @param retryAfter seconds
 * @param global whether nothing at all is wanted from this bot
 * @param blamed what of the message is wrong
 */
record DiscordRefusal(
    boolean isOwn, int code, @Nullable String retryAfter, boolean global, Set<String> blamed) {
  private static final double LONGEST_SECONDS = 86_400;

  static DiscordRefusal of(JsonNode answer) {
    Set<String> blamed = new TreeSet<>();
    answer.path("errors").fieldNames().forEachRemaining(blamed::add);
    return new DiscordRefusal(
        answer.path("code").isInt(),
        answer.path("code").asInt(),
        seconds(answer.path("retry_after")),
        answer.path("global").asBoolean(),
        blamed);
  }

  private static @Nullable String seconds(JsonNode wait) {
    return wait.isNumber()
        ? BigDecimal.valueOf(Math.min(Math.max(wait.asDouble(), 0), LONGEST_SECONDS))
            .toPlainString()
        : null;
  }
}
