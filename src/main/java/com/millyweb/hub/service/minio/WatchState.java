package com.millyweb.hub.service.minio;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What keeps the hub from seeing what happens in the places that it watches. */
@Component
final class WatchState {
  private final Map<String, String> troubles = new TreeMap<>();

  /** Returns whether that is new. */
  synchronized boolean trouble(Place place, String reason) {
    return !reason.equals(troubles.put(place.path(), reason));
  }

  /** Returns whether there was a trouble. */
  synchronized boolean well(Place place) {
    return troubles.remove(place.path()) != null;
  }

  synchronized @Nullable String trouble() {
    return troubles.isEmpty()
        ? null
        : troubles.entrySet().stream()
            .map(trouble -> "watch of %s: %s".formatted(trouble.getKey(), trouble.getValue()))
            .findFirst()
            .orElseThrow();
  }
}
