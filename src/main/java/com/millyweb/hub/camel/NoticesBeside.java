package com.millyweb.hub.camel;

import org.jspecify.annotations.Nullable;

/**
 * The notice files of the route file that this thread makes. A Camel context has it as a plugin,
 * for the endpoints that are made then.
 */
@FunctionalInterface
public interface NoticesBeside {

  /** A notice file and what it says. */
  record Found(String file, String content) {}

  /** Null when no such file lies beside the route file, or no route file is made. */
  @Nullable Found find(String name);
}
