package com.millyweb.hub.home;

import com.millyweb.hub.config.ConfigurationProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work in a home: one hub has it, also when its database is elsewhere. The system
 * gives the lock back when the process ends, however it ends, so no file that was left behind stops
 * a start: what the file says is for people, only the lock counts. A copy of a home has a lock of
 * its own.
 *
 * <p>A process that closes any channel to a file loses its locks on that file, so a home that is
 * locked in this process is known without opening the file.
 */
public final class HomeLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeLock.class);
  private static final String FILE = "hub.lock";
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private HomeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws ConfigurationProblem when another hub has the lock, or the home cannot be written
   */
  public static HomeLock take(Path home) {
    requireWritable(home);
    Path file = home.resolve(FILE);
    FileChannel channel = null;
    try {
      file = home.toRealPath().resolve(FILE);
      if (!HELD_HERE.add(file)) {
        throw inUse(home, String.valueOf(ProcessHandle.current().pid()));
      }
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        release(file, channel);
        throw inUse(home, holder(file));
      }
      channel.truncate(0);
      channel.write(
          StandardCharsets.US_ASCII.encode(String.valueOf(ProcessHandle.current().pid())));
      return new HomeLock(file, channel);
    } catch (IOException e) {
      release(file, channel);
      throw notWritable(home, e);
    }
  }

  private static ConfigurationProblem inUse(Path home, String process) {
    return new ConfigurationProblem(
        "HUB_HOME=%s is in use by another hub%s: stop that hub, or set another HUB_HOME (and HUB_PORT, HUB_MANAGEMENT_PORT)"
            .formatted(
                home.toAbsolutePath(), process.isEmpty() ? "" : " (process " + process + ")"));
  }

  /**
   * @throws ConfigurationProblem when files cannot be made in the home
   */
  static void requireWritable(Path home) {
    try {
      PrivateFiles.createDirectory(home);
      Path probe = Files.createTempFile(home, ".write", ".probe");
      Files.delete(probe);
    } catch (IOException e) {
      throw notWritable(home, e);
    }
  }

  private static ConfigurationProblem notWritable(Path home, IOException cause) {
    return new ConfigurationProblem(
        "HUB_HOME=%s cannot be written by the user '%s' (%s): make it a folder of that user, or set another HUB_HOME"
            .formatted(home.toAbsolutePath(), System.getProperty("user.name"), reason(cause)),
        cause);
  }

  private static String reason(IOException cause) {
    String kind =
        cause
            .getClass()
            .getSimpleName()
            .replaceFirst("Exception$", "")
            .replaceAll("([a-z])([A-Z])", "$1 $2")
            .toLowerCase(Locale.ROOT);
    return cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
  }

  private static String holder(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return text.matches("\\d{1,10}") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("Lock of the home was not released", e);
    }
    HELD_HERE.remove(file);
  }

  /** Closing it again changes nothing, not even for who has taken the home since. */
  @Override
  public void close() {
    if (channel.isOpen()) {
      release(file, channel);
    }
  }
}
