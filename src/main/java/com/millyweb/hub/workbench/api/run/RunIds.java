package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.Runs;
import com.millyweb.hub.workbench.access.Caller;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of runs that callers begin: with a key, the same caller always means the same run. */
public final class RunIds {
  private RunIds() {}

  /**
   * @param kind api or openai
   * @param key null for a run that nobody names again
   */
  public static UUID of(String kind, Caller caller, @Nullable String key) {
    String name = key(kind, caller, key);
    return name == null
        ? Runs.newId()
        : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** What the log takes the start by only once; null without a key. */
  public static @Nullable String key(String kind, Caller caller, @Nullable String key) {
    return key == null ? null : "%s/%s/%s".formatted(kind, caller.name(), key);
  }
}
