package com.millyweb.hub.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.fixture.HubFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-sent events, read one by one as they come. */
public final class EventStream implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpResponse<java.io.InputStream> response;
  private final BufferedReader lines;

  private EventStream(HttpResponse<java.io.InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** An event; one of OpenAI's API has no name. */
  public record Event(String name, @Nullable String id, String data) {
    public JsonNode json() {
      try {
        return JSON.readTree(data);
      } catch (IOException e) {
        throw new IllegalStateException(data, e);
      }
    }
  }

  public static EventStream get(HubFixture hub, String path, String... headers)
      throws IOException, InterruptedException {
    return open(request(hub, path, headers).GET());
  }

  public static EventStream post(HubFixture hub, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return open(
        request(hub, path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(HubFixture hub, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(hub.url() + path))
            .header("Authorization", "Bearer " + HubFixture.ADMIN_TOKEN);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static EventStream open(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return new EventStream(
        HttpClient.newHttpClient()
            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  public int status() {
    return response.statusCode();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The next one; null at the end. */
  public @Nullable Event next() throws IOException {
    String name = "";
    String id = null;
    var data = new StringBuilder();
    boolean any = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (any) {
          return new Event(name, id, data.toString());
        }
      } else if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        any = true;
        data.append(line.substring(5).strip());
      }
    }
    return null;
  }

  public List<Event> rest() throws IOException {
    List<Event> all = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      all.add(event);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
