package com.millyweb.hub.database;

import com.millyweb.hub.config.ConfigurationProblem;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/** The programs of Postgres for this machine, as the class path has them, unpacked in a folder. */
final class PostgresBinaries {
  private static final String MARK = "unpacked";

  private final Path folder;
  private final URL archive;

  private PostgresBinaries(Path folder, URL archive) {
    this.folder = folder;
    this.archive = archive;
  }

  /** Those of a folder; nothing is unpacked yet. */
  static PostgresBinaries in(Path folder) {
    String name = "/postgres-%s.txz".formatted(platform());
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new ConfigurationProblem(
          "No embedded Postgres for this machine (%s): set HUB_DB_URL to a Postgres 15 or newer"
              .formatted(platform()));
    }
    return new PostgresBinaries(folder, archive);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /** Whether these very ones are there, whole: a power cut may have left files without content. */
  boolean areUnpacked() throws IOException {
    Path mark = folder.resolve(MARK);
    return Files.exists(mark) && Files.readString(mark).equals(mark());
  }

  void unpack() throws IOException {
    FileSystemUtils.deleteRecursively(folder);
    PrivateFiles.createDirectory(folder);
    try (InputStream in = archive.openStream();
        var tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, folder);
      }
    }
    PrivateFiles.write(folder.resolve(MARK), mark());
  }

  /** The archive's name carries no version, its size does. */
  private String mark() throws IOException {
    return archive.openConnection().getContentLengthLong() + " " + size();
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.endsWith(MARK))
          .mapToLong(PostgresBinaries::size)
          .sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("Archive entry leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.copy(folder.resolve(entry.getLinkName()), target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static String platform() {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")) {
      return "darwin-x86_64"; // an archive of universal programs, which run on Apple silicon too
    }
    return switch (System.getProperty("os.arch")) {
      case "aarch64", "arm64" -> "linux-arm_64";
      default -> "linux-x86_64";
    };
  }
}
