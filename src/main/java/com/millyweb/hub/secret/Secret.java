package com.millyweb.hub.secret;

import java.nio.charset.StandardCharsets;

/** A secret from the configuration. It prints masked, so that no log, error or page shows it. */
public record Secret(String reveal) {
  public Secret {
    if (reveal.isEmpty()) {
      throw new IllegalArgumentException("A secret must not be empty");
    }
  }

  public byte[] bytes() {
    return reveal.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "******";
  }
}
