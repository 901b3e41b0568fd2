package com.millyweb.hub.service.github;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.http.OutgoingHttp;
import com.millyweb.hub.ingress.DoorMetrics;
import com.millyweb.hub.ingress.IngressProperties.CatchUpProperties;
import com.millyweb.hub.ingress.Source;
import com.millyweb.hub.ingress.Sources;
import com.millyweb.hub.ingress.kind.JsonEvents;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/** Asks for what did not arrive, for every source that says where. */
@RouteBean(formerly = "catch-up")
@Component("catchUp")
final class CatchUp implements ApplicationListener<ContextClosedEvent>, AutoCloseable {
  /** Shorter than the time that a stopping hub gives its routes. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final List<MissedDeliveries> missed = new ArrayList<>();
  private final OutgoingHttp http;

  CatchUp(
      Sources sources,
      JsonEvents normalise,
      EventLog events,
      DoorMetrics metrics,
      OutgoingHttp outgoing,
      Clock clock) {
    List<URI> trusted =
        sources.all().stream()
            .map(source -> source.properties().catchUp())
            .filter(Objects::nonNull)
            .map(CatchUpProperties::baseUrl)
            .toList();
    http = outgoing.trusting(trusted, ANSWER, GitHubApi.MOST_BYTES);
    for (Source source : sources.all()) {
      CatchUpProperties properties = source.properties().catchUp();
      if (properties != null) {
        missed.add(
            new MissedDeliveries(
                source,
                properties.interval(),
                new GitHubDeliveries(new GitHubApi(http, properties, clock), properties.hook()),
                normalise,
                events,
                metrics,
                clock));
      }
    }
  }

  /** Asks where it is time to ask again. */
  public synchronized void run() {
    missed.forEach(MissedDeliveries::catchUpWhenDue);
  }

  /** A stopping hub waits for its routes, and this one may have much to fetch. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    missed.forEach(MissedDeliveries::stop);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
