package com.millyweb.hub.service.minio;

import com.millyweb.hub.home.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.util.FileSystemUtils;

/** The program of the embedded object storage, which the hub's jar holds as one archive. */
record EmbeddedJars(Path folder) {
  private static final String ARCHIVE = "/META-INF/embedded/s3proxy.zip";
  private static final String MARK = "unpacked";

  /** Unpacks them unless these very ones are there, whole. */
  List<Path> unpacked() throws IOException {
    URL archive = EmbeddedJars.class.getResource(ARCHIVE);
    if (archive == null) {
      throw new IOException("there is no %s on the class path".formatted(ARCHIVE));
    }
    Path mark = folder.resolve(MARK);
    String wanted = String.valueOf(archive.openConnection().getContentLengthLong());
    if (!Files.exists(mark) || !Files.readString(mark).equals(wanted + " " + size())) {
      unpack(archive);
      PrivateFiles.write(mark, wanted + " " + size());
    }
    return jars();
  }

  private void unpack(URL archive) throws IOException {
    FileSystemUtils.deleteRecursively(folder);
    PrivateFiles.createDirectory(folder);
    try (InputStream in = archive.openStream();
        var zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !folder.equals(target.getParent())) {
          throw new IOException("not a file of the archive: " + entry.getName());
        }
        Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** A power cut may have left files without content. */
  private long size() throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long size = 0;
    for (Path jar : jars()) {
      size += Files.size(jar);
    }
    return size;
  }
}
