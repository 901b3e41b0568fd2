package com.millyweb.hub.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the administrator asks of a hub that may die over it. */
final class AdminCalls {
  /** In the place of a status. */
  static final int NO_ANSWER = 0;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final HubProcess hub;
  private final String token;

  /**
   * @param token that the hub has as {@code hub.admin-token}
   */
  AdminCalls(HubProcess hub, String token) {
    this.hub = hub;
    this.token = token;
  }

  /** The status; {@link #NO_ANSWER} when the hub died over it. */
  int post(String path, String body) {
    HttpResponse<String> answer = send(path, body);
    return answer == null ? NO_ANSWER : answer.statusCode();
  }

  /** What is answered; nothing when the hub died over it. */
  JsonNode answer(String path) {
    return json(send(path, null));
  }

  JsonNode answer(String path, String body) {
    return json(send(path, body));
  }

  private static JsonNode json(@Nullable HttpResponse<String> answer) {
    try {
      return answer == null ? JSON.missingNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("No JSON: " + answer.body(), e);
    }
  }

  private @Nullable HttpResponse<String> send(String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.door().resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json");
    try {
      return http.send(
          body == null ? request.build() : request.POST(BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
