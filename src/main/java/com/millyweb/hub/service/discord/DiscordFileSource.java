package com.millyweb.hub.service.discord;

import com.millyweb.hub.notify.ChatFileSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Files of Discord, whose URLs are all that is needed, for a day. */
@Component
final class DiscordFileSource implements ChatFileSource {
  private static final Set<String> HOSTS = Set.of("cdn.discordapp.com", "media.discordapp.net");

  private final DiscordProperties properties;

  DiscordFileSource(DiscordProperties properties) {
    this.properties = properties;
  }

  @Override
  public String medium() {
    return "discord";
  }

  @Override
  public URI baseUrl() {
    return properties.baseUrl();
  }

  @Override
  public byte[] fetch(String id, String url, String name, Client client) throws IOException {
    return client.load("Discord", own(url, name));
  }

  private URI own(String text, String name) {
    try {
      URI url = new URI(text);
      URI api = properties.baseUrl();
      boolean known =
          "https".equals(url.getScheme())
              && (url.getPort() == -1 || url.getPort() == 443)
              && HOSTS.contains(String.valueOf(url.getHost()));
      boolean sameOrigin =
          api.getScheme().equals(url.getScheme())
              && api.getHost().equals(url.getHost())
              && api.getPort() == url.getPort();
      if (url.getUserInfo() == null && (known || sameOrigin)) {
        return url;
      }
    } catch (URISyntaxException e) {
      // as below
    }
    throw ChatFileSource.refused(name, "it is not at Discord");
  }
}
