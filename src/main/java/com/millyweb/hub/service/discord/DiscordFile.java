package com.millyweb.hub.service.discord;

import java.nio.charset.StandardCharsets;

/** A file that goes with a message. */
record DiscordFile(String name, byte[] content) {
  static DiscordFile of(String name, String text) {
    return new DiscordFile(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
