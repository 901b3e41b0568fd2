package com.millyweb.hub.connect.folder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a folder finds. Links and hidden files are none.
 *
 * @param files by their paths
 * @param unread why files and folders in it could not be looked at, by their paths
 */
record SeenFiles(Map<String, SeenFile> files, Map<String, String> unread) {
  /** Beyond that it is no folder to watch. */
  private static final int MOST = 100_000;

  /**
   * @param name of the folder, with which the subjects of its events begin
   * @throws IOException when the folder itself cannot be read
   */
  static SeenFiles of(String name, Path folder) throws IOException {
    // the folder itself may be a link, unlike what is in it
    Path root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder.toString());
    }
    var walk = new Walk(name, root);
    Files.walkFileTree(root, walk);
    return new SeenFiles(walk.files, walk.unread);
  }

  /** Whether a file of that path may be there, though it was not found. */
  boolean mayHide(String path) {
    if (unread.isEmpty()) {
      return false;
    }
    for (Path at = Path.of(path); at != null; at = at.getParent()) {
      if (unread.containsKey(at.toString())) {
        return true;
      }
    }
    return false;
  }

  /** What could not be looked at; null when everything was. */
  @Nullable String trouble() {
    if (unread.isEmpty()) {
      return null;
    }
    Map.Entry<String, String> first = unread.entrySet().iterator().next();
    String others = unread.size() == 1 ? "" : ", and %d more".formatted(unread.size() - 1);
    return "'%s' cannot be read (%s)%s".formatted(first.getKey(), first.getValue(), others);
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    // each disk has the latter, and only root may read it
    return name.startsWith(".") || name.equals("lost+found");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final String name;
    private final Path root;
    private final Map<String, SeenFile> files = new TreeMap<>();
    private final Map<String, String> unread = new TreeMap<>();

    Walk(String name, Path root) {
      this.name = name;
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
      return !at.equals(root) && isHidden(at)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = root.relativize(file).toString();
      if (attributes.isRegularFile() && !isHidden(file) && FolderFiles.isName(name + "/" + path)) {
        files.put(path, new SeenFile(attributes.size(), attributes.lastModifiedTime().toMillis()));
        if (files.size() > MOST) {
          throw new IOException(
              "%s has more than %,d files, which is too many to watch".formatted(root, MOST));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path at, IOException e) throws IOException {
      return passOver(at, e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) throws IOException {
      return e == null ? FileVisitResult.CONTINUE : passOver(at, e);
    }

    private FileVisitResult passOver(Path at, IOException e) throws IOException {
      if (at.equals(root)) {
        throw e;
      }
      // what was deleted during the walk is gone, and hidden files are none
      if (!(e instanceof NoSuchFileException) && !isHidden(at)) {
        unread.put(root.relativize(at).toString(), e.getClass().getSimpleName());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
