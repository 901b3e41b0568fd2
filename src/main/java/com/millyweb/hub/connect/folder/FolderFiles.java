package com.millyweb.hub.connect.folder;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.connect.ConnectProperties;
import com.millyweb.hub.event.PermanentFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
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

  /** Whether it can be the subject of an event, and part of its key. */
  static boolean isName(String subject) {
    return subject.length() <= LONGEST && subject.indexOf('\0') < 0;
  }

  /**
   * The content of a file.
   *
   * @return null when there is no such file any more
   * @throws PermanentFailure when it lies in no folder that is watched
   */
  public @Nullable InputStream read(String folder, String path) throws IOException {
    Path root = properties.watch().contains(folder) ? properties.folders().get(folder) : null;
    if (root == null) {
      throw new PermanentFailure("'%s' is none of hub.connect.watch".formatted(folder), null);
    }
    Path top = root.toRealPath();
    Path file = top.resolve(path).normalize();
    if (!file.startsWith(top)) {
      throw leadsOut(folder, path);
    }
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(top)) {
        throw leadsOut(folder, path);
      }
      return Files.isRegularFile(real) ? new BufferedInputStream(Files.newInputStream(real)) : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if (isBelowAFile(file)) {
        return null;
      }
      throw e;
    }
  }

  private static PermanentFailure leadsOut(String folder, String path) {
    return new PermanentFailure("'%s' leads out of the folder '%s'".formatted(path, folder), null);
  }

  /** Whether what was a folder is a file now. */
  private static boolean isBelowAFile(Path file) {
    Path above = file.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }
}
