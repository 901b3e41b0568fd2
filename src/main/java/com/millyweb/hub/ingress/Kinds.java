package com.millyweb.hub.ingress;

import com.millyweb.hub.config.HubProperties;
import com.millyweb.hub.config.PackagedRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The kinds of doors: the files of {@code routes/ingress} besides the entrances themselves. */
@Component
final class Kinds {
  private static final Logger log = LoggerFactory.getLogger(Kinds.class);
  private static final String FOLDER = "ingress/";
  private static final String SUFFIX = ".camel.yaml";
  private static final Set<String> ENTRANCES = Set.of("catch-up", "door", "schedule");

  private static final Set<String> BUILT_IN =
      Set.of(
          "alertmanager",
          "bearer",
          "discord",
          "forgejo",
          "gitea",
          "github",
          "gitlab",
          "gogs",
          "grafana",
          "hmac",
          "home-assistant",
          "minio",
          "n8n",
          "slack",
          "standard",
          "stripe",
          "telegram",
          "uptime-kuma");

  private final Set<String> names = new TreeSet<>();

  Kinds(HubProperties hub, PackagedRoutes packaged) {
    packaged.files().keySet().stream()
        .filter(file -> file.startsWith(FOLDER) && file.lastIndexOf('/') < FOLDER.length())
        .forEach(file -> add(file.substring(FOLDER.length())));
    Path folder = hub.routes().resolve(FOLDER);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> add(file.getFileName().toString()));
      } catch (IOException | UncheckedIOException e) {
        // the loader says what is wrong with the folder; the kinds of the jar are known still
        log.warn("The kinds in {} can not be read: {}", folder, e.toString());
      }
    }
    names.removeAll(ENTRANCES);
  }

  /** Whether the jar has a kind of this name, whatever file stands for it. */
  boolean isBuiltIn(String kind) {
    return BUILT_IN.contains(kind);
  }

  private void add(String file) {
    if (file.endsWith(SUFFIX) && !file.startsWith(".")) {
      names.add(file.substring(0, file.length() - SUFFIX.length()));
    }
  }

  Set<String> names() {
    return names;
  }
}
