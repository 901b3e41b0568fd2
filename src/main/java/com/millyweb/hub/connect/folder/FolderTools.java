package com.millyweb.hub.connect.folder;

import com.millyweb.hub.camel.RouteBean;
import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.Nearest;
import com.millyweb.hub.connect.ConnectProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The steps of the tools that list, read and write files: below {@code hub.connect.folders}, by no
 * link, and neither in the hub's home nor among its routes.
 */
@RouteBean
@Component("folderTools")
public class FolderTools {
  private static final int MOST_LISTED = 200;
  private static final int MOST_TEXT = 12_000;
  private static final long MOST_READ = 10 << 20;
  private static final int MOST_WRITTEN = 1 << 20;
  private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;

  private final ConnectProperties connect;
  private final HubProperties hub;

  FolderTools(ConnectProperties connect, HubProperties hub) {
    this.connect = connect;
    this.hub = hub;
  }

  /**
   * The names of the folders, or what lies in one.
   *
   * @param body {@code folder}, {@code path} below it, and {@code offset} in entries
   */
  public Map<String, Object> list(Map<String, @Nullable Object> body) throws IOException {
    Map<String, Object> told = new LinkedHashMap<>();
    if (body.get("folder") == null) {
      told.put("folders", List.copyOf(new TreeSet<>(connect.folders().keySet())));
      return told;
    }
    Path folder = place(body, true);
    if (!Files.isDirectory(folder, NO_LINKS)) {
      throw new IllegalArgumentException("'%s' is no folder".formatted(shown(body)));
    }
    int offset = offset(body);
    List<Path> entries;
    try (Stream<Path> found = Files.list(folder)) {
      entries = found.sorted().toList();
    }
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Path entry : entries.stream().skip(offset).limit(MOST_LISTED).toList()) {
      listed.add(told(entry));
    }
    told.put("entries", listed);
    if (offset + listed.size() < entries.size()) {
      told.put("left", entries.size() - offset - listed.size());
      told.put("next", offset + listed.size());
    }
    return told;
  }

  private static Map<String, Object> told(Path entry) throws IOException {
    var attributes = Files.readAttributes(entry, BasicFileAttributes.class, NO_LINKS);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", String.valueOf(entry.getFileName()));
    if (attributes.isRegularFile()) {
      told.put("size", attributes.size());
    } else {
      told.put("kind", attributes.isDirectory() ? "folder" : "link or device");
    }
    told.put("modified", attributes.lastModifiedTime().toInstant().toString());
    return told;
  }

  /**
   * The text of a file.
   *
   * @param body {@code folder}, {@code path}, and {@code offset} in characters
   */
  public Map<String, Object> read(Map<String, @Nullable Object> body) throws IOException {
    Path file = place(body, false);
    if (!Files.isRegularFile(file, NO_LINKS)) {
      throw new IllegalArgumentException("There is no file '%s'".formatted(shown(body)));
    }
    long size = Files.size(file);
    if (size > MOST_READ) {
      throw new IllegalArgumentException(
          "'%s' is larger than the %,d bytes that are read: %,d"
              .formatted(shown(body), MOST_READ, size));
    }
    String text = text(body, Files.readAllBytes(file));
    int offset = Math.min(offset(body), text.length());
    int end = Math.min(offset + MOST_TEXT, text.length());
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("path", shown(body));
    told.put("size", size);
    told.put("text", text.substring(offset, end));
    if (end < text.length()) {
      told.put("left", text.length() - end);
      told.put("next", end);
    }
    return told;
  }

  private static String text(Map<String, @Nullable Object> body, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "'%s' is no text in UTF-8: %,d bytes".formatted(shown(body), bytes.length), e);
    }
  }

  /**
   * Writes a whole file, in the place of what was there: it is the old one or the new one at every
   * moment.
   *
   * @param body {@code folder}, {@code path} and {@code text}
   */
  public Map<String, Object> write(Map<String, @Nullable Object> body) throws IOException {
    Path file = place(body, false);
    byte[] bytes = String.valueOf(body.get("text")).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_WRITTEN) {
      throw new IllegalArgumentException(
          "text must have at most %,d bytes, has %,d".formatted(MOST_WRITTEN, bytes.length));
    }
    if (Files.exists(file, NO_LINKS) && !Files.isRegularFile(file, NO_LINKS)) {
      throw new IllegalArgumentException("'%s' is no file".formatted(shown(body)));
    }
    Path folder = file.getParent();
    Files.createDirectories(folder);
    boolean replaced = Files.exists(file, NO_LINKS);
    Path fresh = folder.resolve(".hub-" + UUID.randomUUID());
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("path", shown(body));
    told.put("size", bytes.length);
    told.put("replaced", replaced);
    return told;
  }

  private Path place(Map<String, @Nullable Object> body, boolean itself) throws IOException {
    Path root = root(String.valueOf(body.get("folder")));
    Path path = path(root, body, itself);
    Path at = root;
    for (Path name : root.relativize(path)) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        throw new IllegalArgumentException(
            "'%s' leads over a link, which tools do not follow".formatted(shown(body)));
      }
    }
    for (Path own : List.of(hub.home(), hub.routes())) {
      Path real = real(own);
      if (path.startsWith(real)) {
        throw new IllegalArgumentException(
            "'%s' is the hub's own, which tools do not touch".formatted(shown(body)));
      }
    }
    return path;
  }

  private Path root(String name) throws IOException {
    Map<String, Path> folders = connect.folders();
    Path root = folders.get(name);
    if (root == null) {
      String meant = Nearest.to(name, folders.keySet());
      throw new IllegalArgumentException(
          "There is no folder '%s'%s; there are %s (hub.connect.folders)"
              .formatted(
                  name,
                  meant == null ? "" : " (did you mean '%s'?)".formatted(meant),
                  folders.isEmpty() ? "none" : String.join(", ", new TreeSet<>(folders.keySet()))));
    }
    try {
      return root.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "The folder '%s' of hub.connect.folders is not there".formatted(name), e);
    }
  }

  private static Path path(Path root, Map<String, @Nullable Object> body, boolean itself) {
    Object given = body.get("path");
    String below = given == null ? "" : given.toString();
    Path path;
    try {
      path = root.resolve(below).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("path must be a path, was: '%s'".formatted(below), e);
    }
    boolean inside = path.startsWith(root) && (itself || !path.equals(root));
    if (!inside || below.startsWith("/") || Stream.of(below.split("/")).anyMatch(".."::equals)) {
      throw new IllegalArgumentException(
          "path must lead to something in the folder, such as notes/today.md, was: '%s'"
              .formatted(below));
    }
    return path;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static int offset(Map<String, @Nullable Object> body) {
    return body.get("offset") instanceof Number number ? Math.max(number.intValue(), 0) : 0;
  }

  private static String shown(Map<String, @Nullable Object> body) {
    Object path = body.get("path");
    return path == null
        ? String.valueOf(body.get("folder"))
        : "%s/%s".formatted(body.get("folder"), path);
  }
}
