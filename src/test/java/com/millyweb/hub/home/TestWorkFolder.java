package com.millyweb.hub.home;

import java.nio.file.Path;

/** For parts that want a work folder, without a hub. */
public final class TestWorkFolder {
  private TestWorkFolder() {}

  public static WorkFolder in(Path home) {
    return WorkFolder.in(home);
  }
}
