package com.millyweb.hub.command;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which hub a command asks, or one of its subcommands. */
final class RunningHub {
  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "<url>",
      description =
          "Where the hub is; by default http://127.0.0.1:8080, with the port of HUB_PORT if that is"
              + " set.")
  private @Nullable String url;

  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "<folder>",
      description =
          "The hub's home with its admin.token; by default $HUB_HOME. HUB_ADMIN_TOKEN may hold"
              + " another token that suffices.")
  private @Nullable String home;

  HubClient client(Map<String, String> environment, CommandSpec spec) throws IOException {
    return new HubClient(
        HubClient.address(environment, url, spec.commandLine()),
        HubClient.adminToken(environment, home));
  }

  /** Whether a person said where it is. */
  boolean isNamed() {
    return url != null;
  }
}
