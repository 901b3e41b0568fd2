package com.millyweb.hub.connect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * {@code file:<name>/…}: files in the folders that the configuration names. A path that leads out
 * of them, by {@code ..} or by a link, is refused.
 */
final class Folders {
  static final String SCHEME = "file";

  /** Options that say where a file goes, as paths below the folder. */
  private static final Pattern PATHS =
      Pattern.compile(
          "[?&](fileName|move|moveFailed|preMove|moveExisting|doneFileName|tempFileName|tempPrefix)=([^&]*)",
          Pattern.CASE_INSENSITIVE);

  /** What of a message may stand in such a path: the file's own name, and dates. */
  private static final Pattern OTHER_FUNCTION =
      Pattern.compile(
          "\\$(simple)?\\{(?!(file:(name|onlyname|ext|size|modified)|date:|uuid|header\\.ce-id))");

  private final Map<String, Path> folders;

  Folders(Map<String, Path> folders) {
    this.folders = new TreeMap<>(folders);
  }

  /** {@code file:in/x?…} with the path of the folder {@code in}. */
  String address(String uri) {
    int question = uri.indexOf('?');
    String written = question < 0 ? uri : uri.substring(0, question);
    String path = written.substring(SCHEME.length() + 1).replaceFirst("^/{2,3}", "");
    options(question < 0 ? "" : uri.substring(question));
    if (path.startsWith("/")) {
      return uri;
    }
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    Path folder = folders.get(name);
    if (folder == null) {
      throw unknown(name);
    }
    String below = slash < 0 ? "" : path.substring(slash);
    return SCHEME + ":" + folder + below + (question < 0 ? "" : uri.substring(question));
  }

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "There is no folder '%s' for routes; add to the configuration: hub.connect.folders.%s: /path/to/folder%s"
            .formatted(
                name,
                name.isEmpty() ? "<name>" : name,
                folders.isEmpty() ? "" : " (there are: %s)".formatted(folders.keySet())));
  }

  private static void options(String query) {
    var option = PATHS.matcher(query);
    while (option.find()) {
      String value = decoded(option.group(2));
      boolean out =
          value.matches("(.*[/\\\\])?\\.\\.([/\\\\].*)?")
              || value.startsWith("/")
              || OTHER_FUNCTION.matcher(value).find();
      if (out) {
        throw new IllegalArgumentException(
            "Option '%s' of 'file' must be a path below the folder, with no other parts of the message than ${file:…} and ${date:…}, was: '%s'"
                .formatted(option.group(1), value));
      }
    }
  }

  private static String decoded(String value) {
    String text =
        value.contains("%")
            ? java.net.URLDecoder.decode(value, java.nio.charset.StandardCharsets.UTF_8)
            : value;
    return text.startsWith("RAW(") ? text.substring("RAW(".length()) : text;
  }

  void confine(Endpoint endpoint) {
    var files = (FileEndpoint) endpoint;
    // what a producer writes stays below the folder whatever its header says
    files.setJailStartingDirectory(true);
    Path folder = files.getFile().toPath().toAbsolutePath().normalize();
    Path root =
        folders.values().stream()
            .map(path -> path.toAbsolutePath().normalize())
            .filter(folder::startsWith)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' lies in no folder for routes; add to the configuration: hub.connect.folders.<name>: %s"
                            .formatted(folder, folder)));
    if (!isWithin(root, folder)) {
      throw new IllegalArgumentException(
          "'%s' leads out of the folder '%s' by a link".formatted(folder, root));
    }
    if (files.getFilter() == null) {
      files.setFilter(new Inside(root));
    }
  }

  /** Where a path really leads; what is not there yet is made below its nearest folder. */
  static boolean isWithin(Path root, Path path) {
    try {
      Path there = path;
      while (there != null && !Files.exists(there)) {
        there = there.getParent();
      }
      return there == null
          || !Files.exists(root)
          || there.toRealPath().startsWith(root.toRealPath())
          || root.startsWith(there);
    } catch (IOException e) {
      return false;
    }
  }

  /** Links that lead out of the folder are no files for routes. */
  private record Inside(Path root) implements GenericFileFilter<File> {
    @Override
    public boolean accept(GenericFile<File> file) {
      return isWithin(root, Path.of(file.getAbsoluteFilePath()));
    }
  }
}
