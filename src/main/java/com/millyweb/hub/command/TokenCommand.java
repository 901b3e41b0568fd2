package com.millyweb.hub.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.workbench.access.AdminToken;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code java -jar hub.jar token …}: makes, lists and revokes tokens of the hub that runs on this
 * machine, with the administrator's token from its home or environment.
 */
@Command(
    name = "token",
    description = "Makes, lists and revokes tokens of the hub that runs, and links to sign in.",
    mixinStandardHelpOptions = true)
public final class TokenCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

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
      description = "The hub's home with its admin.token; by default $HUB_HOME.")
  private @Nullable String home;

  @Spec private @Nullable CommandSpec spec;

  TokenCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Exit codes: 0 done, 1 the hub refused or does not answer, 2 not understood. */
  public static CommandLine commandLine() {
    return new TokenCommand(System.getenv(), System.out, System.err).line();
  }

  /** Says in one line what went wrong; what nobody foresaw keeps its stack trace. */
  static int explain(Exception failure, CommandLine line) throws Exception {
    if (!(failure instanceof IOException)) {
      throw failure;
    }
    line.getErr().println(failure.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  int execute(String... arguments) {
    return line().execute(arguments);
  }

  CommandLine line() {
    return new CommandLine(this)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line));
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
    JsonNode made = call("POST", "/api/tokens", JSON.writeValueAsString(body));
    // the token alone on stdout, so that a script can keep it
    out.println(text(made, "token"));
    err.println("This is the only time that the token is shown.");
    return CommandLine.ExitCode.OK;
  }

  @Command(name = "list", description = "Lists the tokens.", mixinStandardHelpOptions = true)
  int list() throws IOException, InterruptedException {
    out.printf("%-6s %-24s %-10s %-10s %s%n", "id", "name", "scope", "state", "last used");
    for (JsonNode token : part(call("GET", "/api/tokens", null), "items")) {
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
    call("DELETE", "/api/tokens/" + id, null);
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "link",
      description = "Prints a link that signs a browser in as the administrator, once.",
      mixinStandardHelpOptions = true)
  int link() throws IOException, InterruptedException {
    JsonNode made = call("POST", "/api/session/links", null);
    String address = url == null ? environment.getOrDefault("HUB_PUBLIC_URL", base()) : base();
    out.println(address.replaceFirst("/$", "") + text(made, "path"));
    err.println("It can be opened once, until " + text(made, "expiresAt") + ".");
    return CommandLine.ExitCode.OK;
  }

  private JsonNode call(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    String base = base();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + adminToken())
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response;
    try {
      response =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .build()
              .send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("No hub answers at " + base + ": start it, or name it with --url", e);
    }
    JsonNode answer = parsed(response.body());
    if (response.statusCode() >= 400) {
      throw new IOException(
          "The hub refused (%d): %s"
              .formatted(response.statusCode(), answer.path("detail").asText("no reason given")));
    }
    return answer;
  }

  private String base() throws IOException {
    if (url == null) {
      String port = environment.getOrDefault("HUB_PORT", "8080");
      if (!port.matches("\\d{1,5}")) {
        throw new IOException("HUB_PORT must be a number such as 8080, was: '%s'".formatted(port));
      }
      return "http://127.0.0.1:" + port;
    }
    if (!url.matches("https?://[^/?#\\s]+/?")) {
      throw new ParameterException(
          (spec == null ? line() : spec.commandLine()),
          "--url must be like http://127.0.0.1:8080, was: '%s'".formatted(url));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String adminToken() throws IOException {
    String token = environment.get("HUB_ADMIN_TOKEN");
    if (token != null && home == null) {
      return printable(token, "HUB_ADMIN_TOKEN");
    }
    String named = environment.get("HUB_ADMIN_TOKEN_FILE");
    String folder = home == null ? environment.getOrDefault("HUB_HOME", ".hub") : home;
    Path file = named != null && home == null ? Path.of(named) : Path.of(folder, AdminToken.FILE);
    try {
      return printable(Files.readString(file), file.toString());
    } catch (NotOneToken e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "The administrator's token is not in %s: name the hub's home with --home, or set HUB_ADMIN_TOKEN"
              .formatted(file),
          e);
    }
  }

  /** What cannot stand in a request would be repeated by the error about it. */
  private static String printable(String token, String where) throws NotOneToken {
    String stripped = token.strip();
    if (!stripped.matches("[!-~]+")) {
      throw new NotOneToken("%s must hold one token, without blanks".formatted(where));
    }
    return stripped;
  }

  private static final class NotOneToken extends IOException {
    private static final long serialVersionUID = 1;

    NotOneToken(String message) {
      super(message);
    }
  }

  private String text(JsonNode answer, String name) throws IOException {
    return part(answer, name).asText();
  }

  /** Another program may have the port of the hub. */
  private JsonNode part(JsonNode answer, String name) throws IOException {
    JsonNode part = answer.get(name);
    if (part == null) {
      throw new IOException(
          "What answers at %s is no hub: start the hub, or name it with --url".formatted(base()));
    }
    return part;
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
