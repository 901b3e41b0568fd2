package com.millyweb.hub.service.minio;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * Tells one state of a folder from another by the names, sizes and times of its files, and by the
 * times of its folders: one in which a file came and went is another.
 */
final class FolderPrint extends SimpleFileVisitor<Path> {
  /** 2^64 divided by the golden ratio: spreads the bits of what it is multiplied with. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long print;

  private FolderPrint() {}

  static long of(Path folder) throws IOException {
    var walk = new FolderPrint();
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(folder, walk);
    }
    return walk.print;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    add(folder, 0, attributes);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    add(file, attributes.size(), attributes);
    return FileVisitResult.CONTINUE;
  }

  /** In any order. */
  private void add(Path path, long size, BasicFileAttributes attributes) {
    long one = path.toString().hashCode();
    one = mix(one * 31 + path.toString().length());
    one = mix(one ^ size);
    one = mix(one ^ attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    print += one;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    // gone since its folder was read
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
    return FileVisitResult.CONTINUE;
  }

  private static long mix(long bits) {
    long mixed = bits * SPREAD;
    return mixed ^ mixed >>> 32;
  }
}
