package com.millyweb.hub.notify.sending;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.config.Rate;
import com.millyweb.hub.http.HttpUrl;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.notify.NotifyProperties;
import com.millyweb.hub.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the client of each medium, and closes them all with the hub. */
@Component
public final class MediumClients implements AutoCloseable {
  private final NotifyProperties notify;
  private final OutgoingHttp outgoing;
  private final Clock clock;
  private final List<OutgoingHttp> opened = new CopyOnWriteArrayList<>();

  public MediumClients(NotifyProperties notify, OutgoingHttp outgoing, Clock clock) {
    this.notify = notify;
    this.outgoing = outgoing;
    this.clock = clock;
  }

  public Draft of(String medium) {
    return new Draft(medium);
  }

  @Override
  public void close() throws IOException {
    for (OutgoingHttp http : opened) {
      http.close();
    }
  }

  /**
   * A client to be. It may connect to every URL that the operator gave the medium, wherever that
   * is; a URL that is none stops the start with its key, and without its text, which may be a
   * secret.
   */
  public final class Draft {
    private final String medium;
    private final List<URI> urls = new ArrayList<>();
    private @Nullable URI base;

    private Draft(String medium) {
      this.medium = medium;
    }

    /** The service's own root, under which {@link MediumClient#below} finds its calls. */
    public Draft base(String key, @Nullable URI url) {
      base = url == null ? null : trust("", url.toString(), key);
      return this;
    }

    public Draft trust(String key, @Nullable Secret url) {
      if (url != null) {
        trust("", url.reveal(), key);
      }
      return this;
    }

    /** The webhooks of the targets that channels have in the medium. */
    public Draft trustTargets() {
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
                              trust(
                                  "hub.notify.channels.%s: ".formatted(channel),
                                  url.reveal(),
                                  "webhook-url")));
      return this;
    }

    /**
     * @param timeout for an answer
     * @param rate of the messages to one destination, in the long run
     * @param burst messages to one destination that need not wait
     */
    public MediumClient open(Duration timeout, Rate rate, int burst) {
      OutgoingHttp http = outgoing.trusting(urls, timeout, AnswerJson.LIMIT);
      opened.add(http);
      return new MediumClient(http, base, clock, new Throttle(rate, burst));
    }

    private URI trust(String prefix, String url, String name) {
      try {
        URI trusted = HttpUrl.of(url, name);
        urls.add(trusted);
        return trusted;
      } catch (IllegalArgumentException e) {
        throw new ConfigurationProblem(prefix + e.getMessage(), e);
      }
    }
  }
}
