package com.millyweb.hub.home;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Where this process keeps what is worth nothing after it: a folder of its own in {@code
 * $HUB_HOME/tmp}. A hub that was killed cannot clean up, so the next one does; the lock on the file
 * beside a folder tells whose process still lives, also of another container. A folder is made
 * after its lock and goes before it, so one without a lock belongs to nobody.
 *
 * <p>A process that closes any channel to a file loses its locks on that file, so the files that
 * are locked in this process are never opened again.
 */
public final class WorkFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);
  private static final String LOCK = ".lock";

  /** Nothing else in the folder is ours to delete: {@code HUB_HOME=/} has the system's own. */
  private static final Pattern NAME =
      Pattern.compile("\\d+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private WorkFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * @throws ConfigurationProblem when the home cannot be written
   */
  static WorkFolder in(Path home) {
    HomeLock.requireWritable(home);
    Path all = home.resolve("tmp");
    try {
      PrivateFiles.createDirectory(all);
      all = all.toRealPath();
      WorkFolder made = make(all);
      sweep(all);
      return made;
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "%s cannot be used for temporary files: %s".formatted(all, e.getMessage()), e);
    }
  }

  private static WorkFolder make(Path all) throws IOException {
    String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    Path lockFile = all.resolve(name + LOCK);
    HELD_HERE.add(lockFile);
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null || !Files.exists(lockFile)) {
      // another hub that cleans up saw it before it was locked
      channel.close();
      HELD_HERE.remove(lockFile);
      return make(all);
    }
    Path folder = all.resolve(name);
    PrivateFiles.createDirectory(folder);
    return new WorkFolder(folder, lockFile, channel);
  }

  /** A folder for one use, made when it is not there. */
  public Path folder(String use) {
    Path made = folder.resolve(use);
    try {
      PrivateFiles.createDirectory(made);
    } catch (IOException e) {
      throw new IllegalStateException("No folder for temporary files at " + made, e);
    }
    return made;
  }

  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(all)) {
      for (Path entry : entries) {
        String file = entry.getFileName().toString();
        boolean isLock = file.endsWith(LOCK);
        String name = isLock ? file.substring(0, file.length() - LOCK.length()) : file;
        Path lockFile = all.resolve(name + LOCK);
        if (!NAME.matcher(name).matches() || HELD_HERE.contains(lockFile)) {
          continue;
        }
        if (isLock) {
          sweep(all.resolve(name), lockFile);
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            && Files.notExists(lockFile)) {
          delete(entry);
        }
      }
    }
  }

  private static void sweep(Path folder, Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        FileSystemUtils.deleteRecursively(folder);
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException e) {
      log.debug("{} stays for the next start", lockFile, e);
    }
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      log.debug("{} stays for the next start", folder, e);
    }
  }

  @Override
  public void close() {
    try {
      FileSystemUtils.deleteRecursively(folder);
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      log.debug("{} stays for the next start", folder, e);
    }
    HELD_HERE.remove(lockFile);
  }
}
