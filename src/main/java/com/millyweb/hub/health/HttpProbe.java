package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks with a GET. The address is the operator's own, so private ones are fine.
 *
 * @param contains what must stand in the beginning of the answer; null for whatever
 */
record HttpProbe(String system, URI url, Duration timeout, @Nullable String contains)
    implements HealthProbe {
  private static final int MOST_READ = 64 * 1024;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Override
  public Status probe() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(timeout).header("User-Agent", "hub-health").build();
    HttpResponse<InputStream> answer =
        CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
    int status = answer.statusCode();
    // the body may have no end; what hangs in it is late for whoever asks
    try (InputStream body = answer.body()) {
      if (status >= 400) {
        return Status.down("HTTP " + status);
      }
      if (contains == null) {
        return Status.up();
      }
      String text = new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8);
      return text.contains(contains)
          ? Status.up()
          : Status.down("'%s' is not in the answer".formatted(contains));
    }
  }
}
