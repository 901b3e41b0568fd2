package com.millyweb.hub.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gotify as an application sees it. */
public final class FakeGotify extends FakeHttp {
  public static final String TOKEN = "Atest-token-of-hub";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Message> messages = new ArrayList<>();

  public static FakeGotify start() {
    return new FakeGotify();
  }

  /** What a person sees, oldest first. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  public record Message(JsonNode body) {
    public String text() {
      return body.path("message").asText();
    }

    public String title() {
      return body.path("title").asText();
    }
  }

  @Override
  protected synchronized Answer work(Request request) throws IOException {
    if (!TOKEN.equals(request.headers().get("X-Gotify-Key"))) {
      return error(
          401,
          "Unauthorized",
          "you need to provide a valid access token or user credentials to access this api");
    }
    if (!request.method().equals("POST") || !request.path().equals("/message")) {
      return error(404, "Not Found", "page not found");
    }
    JsonNode body = JSON.readTree(request.body());
    if (body.path("message").asText().isEmpty()) {
      return error(400, "Bad Request", "Field 'message' is required");
    }
    messages.add(new Message(body));
    return new Answer(200, "{\"id\":%d,\"appid\":1}".formatted(messages.size()), Map.of());
  }

  private static Answer error(int status, String error, String description) {
    return new Answer(
        status,
        "{\"error\":\"%s\",\"errorCode\":%d,\"errorDescription\":\"%s\"}"
            .formatted(error, status, description),
        Map.of("Content-Type", "application/json"));
  }
}
