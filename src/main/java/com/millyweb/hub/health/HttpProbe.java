package com.millyweb.hub.health;

import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks with a GET. The address is the operator's own, so private ones are fine. */
record HttpProbe(String system, URI url, Duration timeout) implements HealthProbe {
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
    // its body is not read: the time-out ends with the head, and the body may have no end
    answer.body().close();
    int status = answer.statusCode();
    return status < 400 ? Status.up() : Status.down("HTTP " + status);
  }
}
