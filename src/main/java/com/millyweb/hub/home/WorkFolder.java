package com.millyweb.hub.home;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Where this process keeps what is worth nothing after it: a folder of its own in {@code
 * $HUB_HOME/tmp}. A hub that was killed can not clean up, so the next one does; the lock on the
 * file beside a folder tells whose process still lives, also of another container.
 */
public final class WorkFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lockFile;
  private final FileChannel lock;

  private WorkFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * @throws ConfigurationProblem when the home can not be written
   */
  static WorkFolder in(Path home) {
    HomeLock.requireWritable(home);
    Path all = home.resolve("tmp");
    try {
      PrivateFiles.createDirectory(all);
      String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
      Path lockFile = all.resolve(name + LOCK);
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new IOException(lockFile + " is locked");
      }
      Path folder = all.resolve(name);
      PrivateFiles.createDirectory(folder);
      sweep(all);
      return new WorkFolder(folder, lockFile, channel);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "%s cannot be used for temporary files: %s".formatted(all, e.getMessage()), e);
    }
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
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(all, "*" + LOCK)) {
      for (Path lockFile : locks) {
        sweep(all, lockFile);
      }
    }
  }

  private static void sweep(Path all, Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      if (lock != null) {
        String name = lockFile.getFileName().toString();
        FileSystemUtils.deleteRecursively(
            all.resolve(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException e) {
      log.debug("{} stays for the next start", lockFile, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // ours, or that of a hub in the same JVM
      return null;
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
  }
}
