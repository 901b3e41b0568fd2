package com.millyweb.hub.service.docker;

import com.millyweb.hub.service.docker.Update.Outcome;
import com.millyweb.hub.service.docker.Update.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far an update has come. Changed by the one who works on it, and stored with each phase. */
final class UpdateProgress {
  Phase phase = Phase.ASKED;

  /** Containers; null before they were looked at and made. */
  @Nullable String oldId;

  @Nullable String newId;

  /** The ids of images. */
  @Nullable String oldImage;

  @Nullable String newImage;

  /** From which to which; null when the images do not say it. */
  @Nullable String version;

  /** Where people read what changed. */
  @Nullable String link;

  /** Why it is taken back, and the last lines of the container that is. */
  @Nullable String reason;

  @Nullable String log;

  /** Whether the old container has to be put back, or was. */
  boolean exchanged;

  /** What was done, in words. */
  final List<String> steps = new ArrayList<>();

  /** Null while it is open. */
  @Nullable Outcome outcome;
}
