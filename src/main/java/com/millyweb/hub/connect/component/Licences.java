package com.millyweb.hub.connect.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;

/** What the projects of fetched files say of their licences. */
final class Licences {
  private static final String UNKNOWN = "unknown";
  private static final Pattern LICENCE =
      Pattern.compile("<license>.*?<name>\\s*([^<]+?)\\s*</name>", Pattern.DOTALL);

  private static final Pattern PARENT =
      Pattern.compile(
          "<parent>.*?<groupId>\\s*([^<]+?)\\s*</groupId>.*?<artifactId>\\s*([^<]+?)\\s*</artifactId>.*?<version>\\s*([^<]+?)\\s*</version>",
          Pattern.DOTALL);

  private static final int DEEPEST = 8;

  private Licences() {}

  /** From the project's file, those of its parents, or the jar's manifest. */
  static List<String> of(Path jar, Path cache, Artifact artifact) throws IOException {
    Path pom =
        cache
            .resolve(artifact.getGroupId().replace('.', '/'))
            .resolve(artifact.getArtifactId())
            .resolve(artifact.getVersion())
            .resolve("%s-%s.pom".formatted(artifact.getArtifactId(), artifact.getVersion()));
    for (int i = 0; i < DEEPEST && Files.isRegularFile(pom); i++) {
      String text = Files.readString(pom);
      var names = new TreeSet<String>();
      Matcher licence = LICENCE.matcher(text);
      while (licence.find()) {
        names.add(licence.group(1).replaceAll("\\s+", " "));
      }
      if (!names.isEmpty()) {
        return List.copyOf(names);
      }
      Matcher parent = PARENT.matcher(text);
      if (!parent.find()) {
        break;
      }
      pom =
          cache
              .resolve(parent.group(1).replace('.', '/'))
              .resolve(parent.group(2))
              .resolve(parent.group(3))
              .resolve("%s-%s.pom".formatted(parent.group(2), parent.group(3)));
    }
    return List.of(ofManifest(jar).orElse(UNKNOWN));
  }

  private static Optional<String> ofManifest(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return Stream.ofNullable(file.getManifest())
          .map(manifest -> manifest.getMainAttributes().getValue("Bundle-License"))
          .filter(licence -> licence != null && !licence.isBlank())
          .findFirst();
    }
  }
}
