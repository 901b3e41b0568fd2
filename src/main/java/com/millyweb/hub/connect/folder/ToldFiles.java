package com.millyweb.hub.connect.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that events have told of, kept in the hub's home, because another hub of the same
 * database has other folders. Where it is lost the files are told of again, and those whose keys
 * the log still knows are not stored twice.
 */
final class ToldFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, SeenFile> told;

  private ToldFiles(Path file, Map<String, SeenFile> told) {
    this.file = file;
    this.told = told;
  }

  static ToldFiles of(Path home, String folder) throws IOException {
    Path all = home.resolve("folders");
    PrivateFiles.createDirectory(all);
    Path file = all.resolve(folder + ".json");
    Map<String, SeenFile> told =
        Files.exists(file)
            ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, SeenFile>>() {})
            : new TreeMap<>();
    return new ToldFiles(file, told);
  }

  Map<String, SeenFile> all() {
    return told;
  }

  void save() throws IOException {
    PrivateFiles.write(file, JSON.writeValueAsString(told));
  }
}
