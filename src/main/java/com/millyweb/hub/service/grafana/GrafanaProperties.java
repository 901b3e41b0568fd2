package com.millyweb.hub.service.grafana;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The Grafana that {@code grafana:} steps ask.
 *
 * @param url of the server, with the path below which it is served
 * @param token of a service account that may silence alerts and annotate: the role Editor
 */
@ConfigurationProperties("hub.grafana")
record GrafanaProperties(@Nullable URI url, @Nullable Secret token) {

  GrafanaProperties {
    if (url != null) {
      HttpUrl.of(url.toString(), "hub.grafana.url");
      if (token == null) {
        throw new IllegalArgumentException(
            "hub.grafana.url is set, so hub.grafana.token must be set, too: the token of a service account");
      }
    }
  }
}
