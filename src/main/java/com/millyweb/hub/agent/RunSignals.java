package com.millyweb.hub.agent;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Tells those in this hub who watch a run: at once, and without a promise. What counts is in the
 * journal.
 */
@Component
public final class RunSignals {
  private final Map<UUID, List<Watcher>> watchers = new ConcurrentHashMap<>();

  /** Who watches a run. Called on the threads of the run; it must neither wait nor fail. */
  public interface Watcher {
    /**
     * The next piece of the model's answer.
     *
     * @param turn that the model was asked in; what was done before it is in the journal
     */
    default void text(int turn, String part) {}

    /** The answer broke off, and begins from the start. */
    default void again() {}

    /** The run's rows are other ones than before. */
    void changed();
  }

  /** Ends a watch. */
  public interface Watch {
    void close();
  }

  public Watch watch(UUID run, Watcher watcher) {
    watchers.computeIfAbsent(run, any -> new CopyOnWriteArrayList<>()).add(watcher);
    return () ->
        watchers.computeIfPresent(
            run,
            (any, all) -> {
              all.remove(watcher);
              return all.isEmpty() ? null : all;
            });
  }

  public void text(UUID run, int turn, String part) {
    tell(run, watcher -> watcher.text(turn, part));
  }

  public void again(UUID run) {
    tell(run, Watcher::again);
  }

  public void changed(UUID run) {
    tell(run, Watcher::changed);
  }

  private void tell(UUID run, Consumer<Watcher> word) {
    List<Watcher> all = watchers.get(run);
    if (all != null) {
      all.forEach(word);
    }
  }
}
