package com.millyweb.hub.config;

import org.jspecify.annotations.Nullable;

/** Which hub this is. */
public final class HubVersion {
  private HubVersion() {}

  /** The version that the jar was packed with; null when it runs from its classes. */
  public static @Nullable String ofJar() {
    return HubVersion.class.getPackage().getImplementationVersion();
  }
}
