package com.millyweb.hub.service.minio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The embedded servers that run, by what the system says of all processes. */
final class StorageProcesses {
  private StorageProcesses() {}

  static List<ProcessHandle> of(Path home) {
    String settings = home.resolve("objects.conf").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains("\0" + settings + "\0"))
        .toList();
  }

  /** Java's own answer ends after 4096 bytes, which a class path fills. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
