package com.millyweb.hub.tool;

import org.jspecify.annotations.Nullable;

/** No route of that name runs. */
public final class NoSuchTool extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NoSuchTool(String name, @Nullable String meant) {
    super(
        "There is no tool '%s'%s"
            .formatted(name, meant == null ? "" : "; did you mean '%s'?".formatted(meant)));
  }
}
