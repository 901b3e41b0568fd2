package com.millyweb.hub.health;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.health.probe.HealthProbe;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Free space where the hub's own state lies. */
@Component
final class DiskProbe implements HealthProbe {
  private static final long MEGABYTE = 1 << 20;

  /** Postgres needs room for its write-ahead log; with less it stops. */
  private static final long DOWN_BELOW = 200 * MEGABYTE;

  private final Path home;

  @Autowired
  DiskProbe(HubProperties properties) {
    home = properties.home().toAbsolutePath();
  }

  @Override
  public String system() {
    return "disk";
  }

  @Override
  public boolean critical() {
    return true;
  }

  @Override
  public Status probe() throws IOException {
    Path folder = home;
    while (!Files.exists(folder)) {
      folder = folder.getParent();
    }
    FileStore store = Files.getFileStore(folder);
    return judge(store.getUsableSpace(), store.getTotalSpace());
  }

  static Status judge(long free, long total) {
    String detail =
        "%d MB of %d MB free (%.1f %%)"
            .formatted(free / MEGABYTE, total / MEGABYTE, 100.0 * free / Math.max(total, 1));
    if (free < DOWN_BELOW || free < total / 100) {
      return Status.down(detail);
    }
    return free < total / 10 ? Status.degraded(detail) : Status.up();
  }
}
