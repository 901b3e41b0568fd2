package com.millyweb.hub.workbench.openai;

import java.io.IOException;
import java.time.Duration;

/** Writes something to who waits long: Open WebUI, and proxies, give up on a silent stream. */
final class KeepAlive {
  static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Reply reply;
  private long spoken = System.nanoTime();

  KeepAlive(Reply reply) {
    this.reply = reply;
  }

  void part(String text) throws IOException {
    if (!text.isEmpty()) {
      reply.part(text);
      spoken = System.nanoTime();
    }
  }

  void look() throws IOException {
    if (System.nanoTime() - spoken > SILENCE.toNanos()) {
      reply.idle();
      spoken = System.nanoTime();
    }
  }
}
