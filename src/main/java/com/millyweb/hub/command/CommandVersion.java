package com.millyweb.hub.command;

import com.millyweb.hub.config.HubVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class CommandVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = HubVersion.ofJar();
    return new String[] {
      "hub " + (version == null ? "(built from its source)" : version), "Java " + Runtime.version(),
    };
  }
}
