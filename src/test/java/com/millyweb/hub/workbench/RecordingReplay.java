package com.millyweb.hub.workbench;

import com.millyweb.hub.event.DeadFilter;
import com.millyweb.hub.event.EventFilter;
import com.millyweb.hub.event.Replay;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class RecordingReplay implements Replay {
  @Override
  public long replay(EventFilter filter, @Nullable String group) {
    return 1;
  }

  @Override
  public long retry(DeadFilter filter) {
    return 0;
  }

  @Override
  public long discard(DeadFilter filter) {
    return 0;
  }
}
