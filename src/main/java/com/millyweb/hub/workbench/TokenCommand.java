package com.millyweb.hub.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar hub.jar token …}: makes, lists and revokes tokens of the hub that runs on this
 * machine, with the administrator's token from its home or environment.
 */
public final class TokenCommand {
  private static final String USAGE =
      """
      usage: token create --name <name> --scope viewer|operator|editor|admin [--expires 30d]
             token list
             token revoke --id <id>
      options: --url <base url of the hub>   default http://127.0.0.1:$HUB_PORT
               --home <folder>               default $HUB_HOME, for its admin.token""";

  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "create", List.of("name", "scope", "expires", "url", "home"),
          "list", List.of("url", "home"),
          "revoke", List.of("id", "url", "home"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  TokenCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /**
   * @param arguments what follows {@code token}
   * @return the exit code: 0 done, 1 the hub refused or does not answer, 2 not understood
   */
  public static int run(String... arguments) {
    return new TokenCommand(System.getenv(), System.out, System.err).execute(arguments);
  }

  int execute(String... arguments) {
    try {
      String verb = arguments.length == 0 ? "" : arguments[0];
      Map<String, String> options = options(verb, arguments);
      return switch (verb) {
        case "create" -> create(options);
        case "list" -> list(options);
        default -> revoke(options);
      };
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.println(USAGE);
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int create(Map<String, String> options) throws IOException, InterruptedException {
    Map<String, String> body = new TreeMap<>();
    body.put("name", required(options, "name"));
    body.put("scope", required(options, "scope"));
    if (options.containsKey("expires")) {
      body.put("expires", options.get("expires"));
    }
    JsonNode made = call(options, "POST", "/api/tokens", JSON.writeValueAsString(body));
    // the token alone on stdout, so that a script can keep it
    out.println(made.get("token").asText());
    err.println("This is the only time that the token is shown.");
    return 0;
  }

  private int list(Map<String, String> options) throws IOException, InterruptedException {
    out.printf("%-6s %-24s %-10s %-10s %s%n", "id", "name", "scope", "state", "last used");
    for (JsonNode token : call(options, "GET", "/api/tokens", null).get("items")) {
      out.printf(
          "%-6d %-24s %-10s %-10s %s%n",
          token.get("id").asLong(),
          token.get("name").asText(),
          token.get("scope").asText(),
          token.get("revokedAt").isNull() ? "live" : "revoked",
          token.get("lastUsedAt").asText("never"));
    }
    return 0;
  }

  private int revoke(Map<String, String> options) throws IOException, InterruptedException {
    String id = required(options, "id");
    if (!id.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("--id must be a number, was: '%s'".formatted(id));
    }
    call(options, "DELETE", "/api/tokens/" + id, null);
    return 0;
  }

  private JsonNode call(
      Map<String, String> options, String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    String url = url(options);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + adminToken(options))
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
      throw new IOException("No hub answers at " + url + ": start it, or name it with --url", e);
    }
    JsonNode answer = parsed(response.body());
    if (response.statusCode() >= 400) {
      throw new IOException(
          "The hub refused (%d): %s"
              .formatted(response.statusCode(), answer.path("detail").asText("no reason given")));
    }
    return answer;
  }

  private String url(Map<String, String> options) {
    String url = options.get("url");
    if (url == null) {
      return "http://127.0.0.1:" + environment.getOrDefault("HUB_PORT", "8080");
    }
    if (!url.matches("https?://[^/?#\\s]+/?")) {
      throw new IllegalArgumentException(
          "--url must be like http://127.0.0.1:8080, was: '%s'".formatted(url));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private String adminToken(Map<String, String> options) throws IOException {
    String token = environment.get("HUB_ADMIN_TOKEN");
    if (token != null && !options.containsKey("home")) {
      return token.strip();
    }
    String named = environment.get("HUB_ADMIN_TOKEN_FILE");
    String home = options.getOrDefault("home", environment.getOrDefault("HUB_HOME", ".hub"));
    Path file =
        named != null && !options.containsKey("home")
            ? Path.of(named)
            : Path.of(home, AdminToken.FILE);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          "The administrator's token is not in %s: name the hub's home with --home, or set HUB_ADMIN_TOKEN"
              .formatted(file),
          e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static Map<String, String> options(String verb, String[] arguments) {
    List<String> known = OPTIONS.get(verb);
    if (known == null) {
      throw new IllegalArgumentException(
          "token must be followed by create, list or revoke, was: '%s'".formatted(verb));
    }
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "token %s takes --%s, was: '%s'"
                .formatted(verb, String.join(", --", known), arguments[i]));
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("--%s needs a value".formatted(name));
      }
      options.put(name, arguments[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--%s is missing".formatted(name));
    }
    return value;
  }
}
