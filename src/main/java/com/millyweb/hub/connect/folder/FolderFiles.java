package com.millyweb.hub.connect.folder;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.event.PermanentFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The files of the folders that are watched. */
@RouteBean
@Component
public final class FolderFiles {
  private static final int LONGEST = 900;

  private final ConnectProperties properties;

  FolderFiles(ConnectProperties properties) {
    this.properties = properties;
  }

  /** Whether a path can be the subject of an event. */
  static boolean isName(String path) {
    return path.length() <= LONGEST && path.indexOf('\0') < 0;
  }

  /**
   * The content of a file.
   *
   * @return null when it is there no more
   * @throws PermanentFailure when it lies in no folder that is watched
   */
  public @Nullable InputStream read(String folder, String path) throws IOException {
    Path root = properties.watch().contains(folder) ? properties.folders().get(folder) : null;
    if (root == null) {
      throw new PermanentFailure("'%s' is none of hub.connect.watch".formatted(folder), null);
    }
    Path real = root.toRealPath();
    Path file = real.resolve(path).normalize();
    try {
      if (!file.startsWith(real) || !file.toRealPath().startsWith(real)) {
        throw new PermanentFailure(
            "'%s' leads out of the folder '%s'".formatted(path, folder), null);
      }
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
