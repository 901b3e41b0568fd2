package com.millyweb.hub.workbench;

import com.millyweb.hub.event.EventHistory;
import com.millyweb.hub.event.EventSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who may send events, and what each sent last. */
@RestController
@RequestMapping("/api/sources")
class SourceApi {
  /** What may be shown of a source's configuration: not its secrets. */
  record Configured(@Nullable String verify) {}

  /**
   * @param door where it sends to
   * @param lastEvent its newest event, unless it is not among the last 20,000 of all
   */
  record Source(String name, String verify, String door, @Nullable EventSummary lastEvent) {}

  private final EventHistory events;
  private final Map<String, Configured> configured;

  SourceApi(EventHistory events, Environment environment) {
    this.events = events;
    configured =
        new TreeMap<>(
            Binder.get(environment)
                .bind("hub.ingress.sources", Bindable.mapOf(String.class, Configured.class))
                .orElse(Map.of()));
  }

  @GetMapping
  @Allowed(Scope.viewer)
  Listing<Source> list(@Accepts({}) Query query) {
    Map<String, EventSummary> newest = events.newestBySource();
    List<Source> sources =
        configured.entrySet().stream()
            .map(
                entry ->
                    new Source(
                        entry.getKey(),
                        verify(entry.getKey(), entry.getValue()),
                        "/hooks/" + entry.getKey(),
                        newest.get(entry.getKey())))
            .toList();
    return Listing.all(sources);
  }

  /** A source that is called like a scheme need not name it. */
  private static String verify(String name, Configured source) {
    return source.verify() == null ? name : source.verify();
  }
}
