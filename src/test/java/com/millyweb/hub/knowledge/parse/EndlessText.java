package com.millyweb.hub.knowledge.parse;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Prose of any length, of which only a line is in memory. */
final class EndlessText extends InputStream {
  private static final byte[] LINE = (Documents.PROSE + "\n").getBytes(StandardCharsets.UTF_8);

  private long left;
  private int next;

  EndlessText(long size) {
    this.left = size;
  }

  @Override
  public int read() {
    if (left <= 0) {
      return -1;
    }
    left--;
    byte value = LINE[next];
    next = (next + 1) % LINE.length;
    return value;
  }
}
