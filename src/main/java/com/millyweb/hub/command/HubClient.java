package com.millyweb.hub.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.workbench.access.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Asks the hub that runs on this machine, as the administrator.
 *
 * @param base its address, without a slash at the end
 */
record HubClient(String base, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * @param body null for none
   * @throws IOException when no hub answers, or it refuses; the message says so to a person
   */
  JsonNode call(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    return call(method, path, body, PATIENCE);
  }

  /** The same for what may take longer. */
  JsonNode call(String method, String path, @Nullable Object body, Duration patience)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
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
    if (HubRefusal.isOne(response.statusCode(), answer)) {
      throw HubRefusal.of(response.statusCode(), answer);
    }
    return answer;
  }

  /**
   * A part that every hub answers with.
   *
   * @throws IOException when it is not there: another program may have the port of the hub
   */
  JsonNode part(JsonNode answer, String name) throws IOException {
    JsonNode part = answer.get(name);
    if (part == null) {
      throw new IOException(
          "What answers at %s is no hub: start the hub, or name it with --url".formatted(base));
    }
    return part;
  }

  /**
   * Where the hub is, without a slash at the end.
   *
   * @param url as it was given; null for the port of the environment on this machine
   */
  static String address(Map<String, String> environment, @Nullable String url, CommandLine command)
      throws IOException {
    if (url == null) {
      String port = environment.getOrDefault("HUB_PORT", "8080");
      if (!port.matches("\\d{1,5}")) {
        throw new IOException("HUB_PORT must be a number such as 8080, was: '%s'".formatted(port));
      }
      return "http://127.0.0.1:" + port;
    }
    if (!url.matches("https?://[^/?#\\s]+/?")) {
      throw new ParameterException(
          command, "--url must be like http://127.0.0.1:8080, was: '%s'".formatted(url));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /**
   * The administrator's token: of the environment, or of the home.
   *
   * @param home the hub's home; null for the one of the environment
   */
  static String adminToken(Map<String, String> environment, @Nullable String home)
      throws IOException {
    String token = environment.get("HUB_ADMIN_TOKEN");
    if (token != null && home == null) {
      return printable(token, "HUB_ADMIN_TOKEN");
    }
    String named = environment.get("HUB_ADMIN_TOKEN_FILE");
    String folder = home == null ? environment.getOrDefault("HUB_HOME", ".hub") : home;
    Path file = named != null && home == null ? Path.of(named) : Path.of(folder, AdminToken.FILE);
    String kept;
    try {
      kept = Files.readString(file);
    } catch (IOException e) {
      throw new IOException(
          "The administrator's token is not in %s: name the hub's home with --home, or set HUB_ADMIN_TOKEN"
              .formatted(file),
          e);
    }
    return printable(kept, file.toString());
  }

  /** What cannot stand in a request would be repeated by the error about it. */
  private static String printable(String token, String where) throws IOException {
    String stripped = token.strip();
    if (!stripped.matches("[!-~]+")) {
      throw new IOException("%s must hold one token, without blanks".formatted(where));
    }
    return stripped;
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
