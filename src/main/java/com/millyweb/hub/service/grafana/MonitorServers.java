package com.millyweb.hub.service.grafana;

import com.millyweb.hub.event.PermanentFailure;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The servers that are configured, and the client that asks them. */
@Component
final class MonitorServers implements DisposableBean {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** Some thousand silences. */
  private static final int MOST_BYTES = 4 << 20;

  private final GrafanaProperties grafana;
  private final AlertmanagerProperties alertmanager;
  private final OutgoingHttp http;
  private final Clock clock;
  private @Nullable OutgoingHttp client;

  MonitorServers(
      GrafanaProperties grafana,
      AlertmanagerProperties alertmanager,
      OutgoingHttp http,
      Clock clock) {
    this.grafana = grafana;
    this.alertmanager = alertmanager;
    this.http = http;
    this.clock = clock;
  }

  boolean isOn(Monitor monitor) {
    return url(monitor) != null;
  }

  /**
   * @throws PermanentFailure when there is none: only a restart with other settings can help
   */
  MonitorServer of(Monitor monitor) {
    URI url = url(monitor);
    if (url == null) {
      throw new PermanentFailure(
          "There is no %s: set %s.url%s"
              .formatted(
                  monitor.title(),
                  monitor.settings(),
                  monitor == Monitor.grafana ? " and hub.grafana.token" : ""),
          null);
    }
    return new MonitorServer(monitor, url, token(monitor), client(), clock);
  }

  private @Nullable URI url(Monitor monitor) {
    return monitor == Monitor.grafana ? grafana.url() : alertmanager.url();
  }

  private @Nullable Secret token(Monitor monitor) {
    return monitor == Monitor.grafana ? grafana.token() : alertmanager.token();
  }

  private synchronized OutgoingHttp client() {
    if (client == null) {
      List<URI> urls =
          Stream.of(grafana.url(), alertmanager.url()).filter(Objects::nonNull).toList();
      client = http.trusting(urls, ANSWER, MOST_BYTES);
    }
    return client;
  }

  @Override
  public synchronized void destroy() throws IOException {
    if (client != null) {
      client.close();
    }
  }
}
