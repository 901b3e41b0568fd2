package com.millyweb.hub.connect.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.event.Appended;
import com.millyweb.hub.event.EventLog;
import com.millyweb.hub.event.EventLogUnavailable;
import com.millyweb.hub.event.NewEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stores a second event with the same key as little as the hub's own log does. */
final class FolderLog implements EventLog {
  private final List<String> stored = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private @Nullable RuntimeException failure;
  private boolean answerIsLost;

  @Override
  public synchronized CompletableFuture<List<Appended>> append(List<NewEvent> events) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    List<Appended> answers = new ArrayList<>();
    for (NewEvent event : events) {
      boolean fresh = keys.add(event.key());
      if (fresh) {
        stored.add(told(event));
      }
      answers.add(new Appended(UUID.randomUUID(), !fresh));
    }
    return answerIsLost
        ? CompletableFuture.failedFuture(new EventLogUnavailable("the answer was lost", null))
        : CompletableFuture.completedFuture(answers);
  }

  private static String told(NewEvent event) {
    try {
      String kind = event.type().substring(event.type().lastIndexOf('.') + 1);
      return kind + " " + new ObjectMapper().readTree(event.data()).path("path").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was stored since it was asked the last time, for example {@code created a.md}. */
  synchronized List<String> told() {
    List<String> told = List.copyOf(stored);
    stored.clear();
    return told;
  }

  synchronized void fail(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  /** Stores what comes, and says that it did not. */
  synchronized void loseAnswers(boolean lost) {
    answerIsLost = lost;
  }
}
