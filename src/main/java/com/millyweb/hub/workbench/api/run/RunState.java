package com.millyweb.hub.workbench.api.run;

import com.millyweb.hub.agent.journal.RunRow;
import java.util.Locale;

/** How far a run is, as the API says it. */
public enum RunState {
  running,
  /** For a person. */
  waiting,
  done,
  failed,
  cancelled;

  static RunState of(RunRow.State state) {
    return valueOf(state.name().toLowerCase(Locale.ROOT));
  }
}
