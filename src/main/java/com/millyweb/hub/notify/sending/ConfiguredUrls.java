package com.millyweb.hub.notify.sending;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.notify.NotifyProperties;
import com.millyweb.hub.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The URLs that the operator gave a medium: its client may connect to them wherever they are. */
public final class ConfiguredUrls {
  private final List<URI> urls = new ArrayList<>();

  /**
   * @param key of the configuration
   * @param url null adds nothing
   * @throws ConfigurationProblem without the URL, which may be a secret
   */
  public ConfiguredUrls add(String key, @Nullable Secret url) {
    return url == null ? this : add("", url, key);
  }

  /** The webhooks of the targets that channels have in the medium. */
  public ConfiguredUrls addTargets(NotifyProperties notify, String medium) {
    notify
        .channels()
        .forEach(
            (channel, targets) ->
                targets.stream()
                    .filter(target -> target.medium().equals(medium))
                    .map(NotifyProperties.TargetProperties::webhookUrl)
                    .filter(url -> url != null)
                    .forEach(
                        url ->
                            add(
                                "hub.notify.channels.%s: ".formatted(channel),
                                url,
                                "webhook-url")));
    return this;
  }

  public List<URI> all() {
    return List.copyOf(urls);
  }

  private ConfiguredUrls add(String prefix, Secret url, String name) {
    try {
      urls.add(HttpUrl.of(url.reveal(), name));
      return this;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(prefix + e.getMessage(), e);
    }
  }
}
