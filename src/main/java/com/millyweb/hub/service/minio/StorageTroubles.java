package com.millyweb.hub.service.minio;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of the configuration the hub cannot do in the object storage, and why. */
@Component
final class StorageTroubles {
  private final Map<String, String> troubles = new TreeMap<>();

  /**
   * @param what is not done, such as {@code watch of docs}
   * @return whether that is new
   */
  synchronized boolean met(String what, String reason) {
    return !reason.equals(troubles.put(what, reason));
  }

  /** Returns whether there was a trouble. */
  synchronized boolean over(String what) {
    return troubles.remove(what) != null;
  }

  /** All of them; null when there is none. */
  synchronized @Nullable String all() {
    return troubles.isEmpty()
        ? null
        : troubles.entrySet().stream()
            .map(trouble -> "%s: %s".formatted(trouble.getKey(), trouble.getValue()))
            .collect(Collectors.joining("; "));
  }
}
