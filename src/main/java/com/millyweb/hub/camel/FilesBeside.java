package com.millyweb.hub.camel;

import org.jspecify.annotations.Nullable;

/**
 * The notice files, prompts and schemas of the route file that this thread makes. A Camel context
 * has it as a plugin, for the endpoints that are made then.
 */
@FunctionalInterface
public interface FilesBeside {

  /** A file and what it says. */
  record Found(String file, String content) {}

  /**
   * Null when no such file lies beside the route file, or no route file is made.
   *
   * @param name as the route says it: that of a notice without its end, of others the whole one
   */
  @Nullable Found find(String name);
}
