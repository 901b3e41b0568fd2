package com.millyweb.hub.connect;

import org.jspecify.annotations.Nullable;

/** A consumer that keeps a connection to something beyond the hub, and makes it again. */
public interface Connection {
  /** What is wrong with it now; null when it stands. */
  @Nullable String trouble();
}
