package com.millyweb.hub.knowledge.parse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What the documents within one document may have in all, and how deep they may lie. */
final class Allowance {
  private final int deepest;
  private long bytes;
  private int depth;
  private boolean exceeded;
  private boolean incomplete;

  Allowance(long bytes, int deepest) {
    this.bytes = bytes;
    this.deepest = deepest;
  }

  /** Remembered, because parsers swallow what streams throw. */
  boolean exceeded() {
    return exceeded;
  }

  void exceed() {
    exceeded = true;
  }

  /** Whether a document within could not be read. */
  boolean incomplete() {
    return incomplete;
  }

  void miss() {
    incomplete = true;
  }

  void deeper() throws IOException {
    if (depth >= deepest) {
      exceeded = true;
      throw new IOException("nested too deeply");
    }
    depth++;
  }

  void higher() {
    depth--;
  }

  /** Counts each of its bytes once, by whatever way it is read. */
  InputStream counted(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(read);
        return read;
      }

      @Override
      public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        count(skipped);
        return skipped;
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    };
  }

  private void count(long read) throws IOException {
    bytes -= Math.max(read, 0);
    if (bytes < 0) {
      exceeded = true;
      throw new IOException("unpacks to too much");
    }
  }
}
