package com.millyweb.hub.service.grafana;

import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The Alertmanager whose alerts are silenced.
 *
 * @param url of the server, with the path below which it is served
 * @param token that a proxy before it asks for; it has no login of its own
 */
@ConfigurationProperties("hub.alertmanager")
record AlertmanagerProperties(@Nullable URI url, @Nullable Secret token) {

  AlertmanagerProperties {
    if (url != null) {
      HttpUrl.of(url.toString(), "hub.alertmanager.url");
    }
  }
}
