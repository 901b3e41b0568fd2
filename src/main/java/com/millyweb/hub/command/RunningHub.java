package com.millyweb.hub.command;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which hub a command asks. */
final class RunningHub {
  @Option(
      names = "--url",
      paramLabel = "<url>",
      description =
          "Where the hub is; by default http://127.0.0.1:8080, with the port of HUB_PORT if that is"
              + " set.")
  private @Nullable String url;

  @Option(
      names = "--home",
      paramLabel = "<folder>",
      description = "The hub's home with its admin.token; by default $HUB_HOME.")
  private @Nullable String home;

  HubClient client(Map<String, String> environment, CommandSpec spec) throws IOException {
    return new HubClient(
        HubClient.address(environment, url, spec.commandLine()),
        HubClient.adminToken(environment, home));
  }
}
