package com.millyweb.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code java -jar hub.jar token …}: makes, lists and revokes tokens of the hub that runs on this
 * machine, with the administrator's token from its home or environment.
 */
@Command(
    name = "token",
    description = "Makes, lists and revokes tokens of the hub that runs, and links to sign in.",
    mixinStandardHelpOptions = true)
final class TokenCommand {
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private RunningHub hub = new RunningHub();

  @Spec private CommandSpec spec;

  TokenCommand() {
    this(System.getenv(), System.out, System.err);
  }

  TokenCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  int execute(String... arguments) {
    return CommandLines.explaining(new CommandLine(this), out, err).execute(arguments);
  }

  @Command(
      name = "create",
      description = "Makes a token and prints it; it is shown only now.",
      mixinStandardHelpOptions = true)
  int create(
      @Option(names = "--name", required = true, paramLabel = "<name>") String name,
      @Option(
              names = "--scope",
              required = true,
              paramLabel = "viewer|operator|editor|admin",
              description = "What it may do.")
          String scope,
      @Option(names = "--expires", paramLabel = "30d", description = "By default never.")
          @Nullable String expires)
      throws IOException, InterruptedException {
    Map<String, String> body = new TreeMap<>();
    body.put("name", name);
    body.put("scope", scope);
    if (expires != null) {
      body.put("expires", expires);
    }
    HubClient client = hub();
    JsonNode made = client.call("POST", "/api/tokens", body);
    // the token alone on stdout, so that a script can keep it
    out.println(client.part(made, "token").asText());
    err.println("This is the only time that the token is shown.");
    return CommandLine.ExitCode.OK;
  }

  @Command(name = "list", description = "Lists the tokens.", mixinStandardHelpOptions = true)
  int list() throws IOException, InterruptedException {
    out.printf("%-6s %-24s %-10s %-10s %s%n", "id", "name", "scope", "state", "last used");
    HubClient client = hub();
    for (JsonNode token : client.part(client.call("GET", "/api/tokens", null), "items")) {
      out.printf(
          "%-6d %-24s %-10s %-10s %s%n",
          token.get("id").asLong(),
          token.get("name").asText(),
          token.get("scope").asText(),
          token.get("revokedAt").isNull() ? "live" : "revoked",
          token.get("lastUsedAt").asText("never"));
    }
    return CommandLine.ExitCode.OK;
  }

  @Command(name = "revoke", description = "Ends a token.", mixinStandardHelpOptions = true)
  int revoke(@Option(names = "--id", required = true, paramLabel = "<number>") long id)
      throws IOException, InterruptedException {
    hub().call("DELETE", "/api/tokens/" + id, null);
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "link",
      description = "Prints a link that signs a browser in as the administrator, once.",
      mixinStandardHelpOptions = true)
  int link() throws IOException, InterruptedException {
    HubClient client = hub();
    JsonNode made = client.call("POST", "/api/session/links", null);
    String address =
        hub.isNamed() ? client.base() : environment.getOrDefault("HUB_PUBLIC_URL", client.base());
    out.println(address.replaceFirst("/$", "") + client.part(made, "path").asText());
    err.println(
        "It can be opened once, until %s.".formatted(client.part(made, "expiresAt").asText()));
    return CommandLine.ExitCode.OK;
  }

  private HubClient hub() throws IOException {
    return hub.client(environment, spec);
  }
}
