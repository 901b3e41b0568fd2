package com.millyweb.hub.workbench.openai;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where an answer goes, in the shape that the client wants. */
interface Reply {
  /** What it took; null where a server does not say. */
  record Usage(@Nullable Long in, @Nullable Long out) {
    long prompt() {
      return in == null ? 0 : in;
    }

    long completion() {
      return out == null ? 0 : out;
    }
  }

  /** Whether pieces are wanted before all is said. */
  boolean isStream();

  /** Whether something is on its way, so that the status cannot change any more. */
  boolean isBegun();

  /** The next piece; one that wants no pieces does nothing. */
  void part(String text) throws IOException;

  /** Tells who waits that there is still somebody. */
  void idle() throws IOException;

  /**
   * All is said.
   *
   * @param whole all of it, for who wants no pieces
   * @param cut whether there was no room for the rest
   */
  void end(String whole, boolean cut, Usage usage) throws IOException;

  /** It broke off, after it had begun. */
  void fail(Fault fault) throws IOException;
}
